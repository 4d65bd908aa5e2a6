"""The create wizard's draft: what was typed so far, and the request it makes."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from clusters.callers.wall import now
from clusters.console.creating.cluster_choices import preselected
from clusters.models import FormDraft
from clusters.sim.aws.eks.cluster_defaults import LOG_TYPES
from clusters.sim.catalog import eks_versions
from clusters.sim.world import World

FORM = "create-cluster"
SENT = "created-cluster"
STEPS = ("name", "networking", "logging", "add-ons", "review")
TITLES = {
    "name": "Name and version",
    "networking": "Networking",
    "logging": "Logging",
    "add-ons": "Add-ons",
    "review": "Review and create",
}
FIELDS: dict[str, dict[str, str]] = {
    "name": {
        "name": "Name",
        "version": "Kubernetes version",
        "role": "Cluster IAM role",
        "support": "Support",
        "mode": "Authentication mode",
        "admin": "Creator is administrator",
        "protected": "Deletion protection",
        "tags": "Tags",
    },
    "networking": {
        "vpc": "VPC",
        "subnets": "Subnets",
        "groups": "Security groups",
        "endpoint": "Endpoint access",
        "cidrs": "Public access sources",
        "services": "Service address range",
    },
    "logging": {"logs": "Logs"},
    "add-ons": {"addons": "Default add-ons"},
    "review": {},
}
"""What each step asks, by the draft's own names."""
ENDPOINTS = ("public", "both", "private")
MODES = ("API_AND_CONFIG_MAP", "API", "CONFIG_MAP")
ANYWHERE = "0.0.0.0/0"
ROLE = "eksClusterRole"
Lists = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Draft:
    """A cluster that is being thought of, with the AWS console's defaults.

    `done` are the steps that were sent, `by` says which open page kept each step last.
    """

    name: str = ""
    version: str = eks_versions.DEFAULT
    role: str = ROLE
    support: str = "EXTENDED"
    mode: str = MODES[0]
    admin: bool = True
    protected: bool = False
    tags: str = ""
    vpc: str = ""
    subnets: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    endpoint: str = "both"
    cidrs: str = ANYWHERE
    services: str = ""
    logs: tuple[str, ...] = ()
    addons: bool = True
    token: str = ""
    done: tuple[str, ...] = ()
    by: dict[str, str] = field(default_factory=dict)

    def request(self, account: str) -> dict[str, Any]:
        """CreateCluster's request."""
        vpc: dict[str, Any] = {
            "subnetIds": list(self.subnets),
            "securityGroupIds": list(self.groups),
            "endpointPublicAccess": self.endpoint != "private",
            "endpointPrivateAccess": self.endpoint != "public",
        }
        if self.endpoint != "private" and self.sources():
            vpc["publicAccessCidrs"] = self.sources()
        access: dict[str, Any] = {"authenticationMode": self.mode}
        if not self.admin:
            access["bootstrapClusterCreatorAdminPermissions"] = False
        out: dict[str, Any] = {
            "name": self.name,
            "version": self.version,
            "roleArn": f"arn:aws:iam::{account}:role/{self.role}",
            "resourcesVpcConfig": vpc,
            "accessConfig": access,
            "upgradePolicy": {"supportType": self.support},
            "bootstrapSelfManagedAddons": self.addons,
        }
        if self.logs:
            setup = {"types": list(self.logs), "enabled": True}
            out["logging"] = {"clusterLogging": [setup]}
        if self.services:
            out["kubernetesNetworkConfig"] = {"serviceIpv4Cidr": self.services}
        if self.protected:
            out["deletionProtection"] = True
        if self.tag_pairs():
            out["tags"] = self.tag_pairs()
        return out

    def sources(self) -> list[str]:
        """The CIDR blocks that may reach the public endpoint."""
        return self.cidrs.replace(",", " ").split()

    def tag_pairs(self) -> dict[str, str]:
        """One `key=value` a line."""
        lines = (line.partition("=") for line in self.tags.splitlines())
        return {key.strip(): value.strip() for key, _, value in lines if key.strip()}

    def values(self, step: str) -> dict[str, Any]:
        """What one step says; what all of them say for the review."""
        wanted = (step,) if FIELDS[step] else STEPS
        return {name: getattr(self, name) for one in wanted for name in FIELDS[one]}

    def digest(self, step: str) -> str:
        """A mark of what a page showed, to notice that it has changed since."""
        said = self.values(step)
        token = "" if FIELDS[step] else self.token
        text = json.dumps([token, said], sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def load(sandbox_id: str, world: World, region: str) -> Draft:
    """The draft as it was left; a new one has AWS's defaults filled in."""
    row = FormDraft.objects.filter(sandbox_id=sandbox_id, form=FORM).first()
    if row is None:
        return Draft(subnets=tuple(preselected(world, region)))
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in row.data.items()
        if name in Draft.__dataclass_fields__
    }
    return Draft(**known)


def save(sandbox_id: str, draft: Draft) -> Draft:
    """Keep a draft; kept for the first time, it gets the token of its request."""
    kept = replace(draft, token=draft.token or secrets.token_hex(8))
    _put(sandbox_id, FORM, asdict(kept))
    return kept


def _put(sandbox_id: str, form: str, data: dict[str, Any]) -> None:
    FormDraft.objects.update_or_create(
        sandbox_id=sandbox_id, form=form, defaults={"data": data, "updated_at": now()}
    )


def forget(sandbox_id: str) -> None:
    FormDraft.objects.filter(sandbox_id=sandbox_id, form=FORM).delete()


def sent(sandbox_id: str, draft: Draft) -> None:
    """The draft became a cluster: remember which, for whoever clicks twice."""
    forget(sandbox_id)
    made = {"base": draft.digest("review"), "name": draft.name}
    _put(sandbox_id, SENT, made)


def made_of(sandbox_id: str, base: str) -> str:
    """The cluster that the draft with this digest became; empty when none did."""
    row = FormDraft.objects.filter(sandbox_id=sandbox_id, form=SENT).first()
    found = row is not None and bool(base) and row.data.get("base") == base
    return str(row.data["name"]) if row is not None and found else ""


@dataclass(frozen=True)
class Open:
    """A draft that waits to be finished, for a list of clusters."""

    name: str
    step: str
    title: str
    updated_at: float


def open_drafts(sandbox_id: str) -> list[Open]:
    """The drafts of a sandbox: none or one, with the step to go on at."""
    row = FormDraft.objects.filter(sandbox_id=sandbox_id, form=FORM).first()
    if row is None:
        return []
    done = row.data.get("done", [])
    step = next((step for step in STEPS if step not in done), STEPS[-1])
    name = str(row.data.get("name", ""))
    return [Open(name, step, TITLES[step], row.updated_at)]


def typed(draft: Draft, step: str, form: Mapping[str, Any], lists: Lists) -> Draft:
    """The draft with what one step's form says."""
    if step == "name":
        return _named(draft, form)
    if step == "networking":
        return _networked(draft, form, lists)
    if step == "logging":
        chosen = lists("logs")
        return replace(draft, logs=tuple(t for t in LOG_TYPES if t in chosen))
    if step == "add-ons":
        return replace(draft, addons="addons" in form)
    return draft


def _named(draft: Draft, form: Mapping[str, Any]) -> Draft:
    mode = str(form.get("mode", ""))
    return replace(
        draft,
        name=str(form.get("name", "")).strip()[:200],
        version=str(form.get("version", ""))[:10],
        role=str(form.get("role", ""))[:100],
        support="STANDARD" if form.get("support") == "STANDARD" else "EXTENDED",
        mode=mode if mode in MODES else MODES[0],
        admin=form.get("admin") != "no",
        protected="protected" in form,
        tags="\n".join(str(form.get("tags", ""))[:20_000].splitlines()),
    )


def _networked(draft: Draft, form: Mapping[str, Any], lists: Lists) -> Draft:
    endpoint = str(form.get("endpoint", ""))
    return replace(
        draft,
        vpc=str(form.get("vpc", ""))[:40],
        subnets=tuple(lists("subnets")[:32]),
        groups=tuple(lists("groups")[:16]),
        endpoint=endpoint if endpoint in ENDPOINTS else "both",
        cidrs=str(form.get("cidrs", ""))[:2000],
        services=str(form.get("services", "")).strip()[:40],
    )
