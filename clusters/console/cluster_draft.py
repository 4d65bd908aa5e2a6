"""The create wizard's draft: what was typed so far, and the request it makes."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from clusters.callers.wall import now
from clusters.models import FormDraft
from clusters.sim.aws.ec2 import resource, subnet
from clusters.sim.aws.eks.cluster_defaults import LOG_TYPES
from clusters.sim.catalog import eks_versions
from clusters.sim.world import Key, World

FORM = "create-cluster"
STEPS = ("name", "networking", "logging", "add-ons", "review")
TITLES = {
    "name": "Name and version",
    "networking": "Networking",
    "logging": "Logging",
    "add-ons": "Add-ons",
    "review": "Review and create",
}
ENDPOINTS = ("public", "both", "private")
ANYWHERE = "0.0.0.0/0"
ROLE = "eksClusterRole"


@dataclass(frozen=True)
class Draft:
    """A cluster that is being thought of. `done` are the steps that were sent."""

    name: str = ""
    version: str = eks_versions.DEFAULT
    role: str = ROLE
    support: str = "EXTENDED"
    subnets: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    endpoint: str = "both"
    cidrs: str = ANYWHERE
    logs: tuple[str, ...] = ()
    addons: bool = True
    done: tuple[str, ...] = field(default=())

    def request(self, account: str) -> dict[str, Any]:
        """CreateCluster's request."""
        cidrs = [part for part in self.cidrs.replace(",", " ").split() if part]
        vpc: dict[str, Any] = {
            "subnetIds": list(self.subnets),
            "securityGroupIds": list(self.groups),
            "endpointPublicAccess": self.endpoint != "private",
            "endpointPrivateAccess": self.endpoint != "public",
        }
        if self.endpoint != "private" and cidrs:
            vpc["publicAccessCidrs"] = cidrs
        out: dict[str, Any] = {
            "name": self.name,
            "version": self.version,
            "roleArn": f"arn:aws:iam::{account}:role/{self.role}",
            "resourcesVpcConfig": vpc,
            "accessConfig": {"authenticationMode": "API_AND_CONFIG_MAP"},
            "upgradePolicy": {"supportType": self.support},
            "bootstrapSelfManagedAddons": self.addons,
        }
        if self.logs:
            setup = {"types": list(self.logs), "enabled": True}
            out["logging"] = {"clusterLogging": [setup]}
        return out

    def command(self, account: str) -> str:
        """The same act as an aws command."""
        asked = self.request(account)
        vpc = asked["resourcesVpcConfig"]
        parts = [f"subnetIds={','.join(vpc['subnetIds'])}"]
        if vpc["securityGroupIds"]:
            parts.append(f"securityGroupIds={','.join(vpc['securityGroupIds'])}")
        parts += [
            f"{member}={str(vpc[member]).lower()}"
            for member in ("endpointPublicAccess", "endpointPrivateAccess")
        ]
        if vpc.get("publicAccessCidrs", [ANYWHERE]) != [ANYWHERE]:
            parts.append(f"publicAccessCidrs={','.join(vpc['publicAccessCidrs'])}")
        lines = [
            f"aws eks create-cluster --name {shlex.quote(self.name)}",
            f"--kubernetes-version {self.version}",
            f"--role-arn {asked['roleArn']}",
            f"--resources-vpc-config {','.join(parts)}",
            "--access-config authenticationMode=API_AND_CONFIG_MAP",
        ]
        if self.support != "EXTENDED":
            lines.append(f"--upgrade-policy supportType={self.support}")
        if self.logs:
            setup = (
                f'{{"clusterLogging":[{{"types":{_json(self.logs)},"enabled":true}}]}}'
            )
            lines.append(f"--logging '{setup}'")
        if not self.addons:
            lines.append("--no-bootstrap-self-managed-addons")
        return " \\\n  ".join(lines)


def _json(items: Iterable[str]) -> str:
    return "[" + ",".join(f'"{item}"' for item in items) + "]"


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


def save(sandbox_id: str, draft: Draft) -> None:
    FormDraft.objects.update_or_create(
        sandbox_id=sandbox_id,
        form=FORM,
        defaults={"data": vars(draft), "updated_at": now()},
    )


def forget(sandbox_id: str) -> None:
    FormDraft.objects.filter(sandbox_id=sandbox_id, form=FORM).delete()


def typed(draft: Draft, step: str, form: Mapping[str, Any], lists: Any) -> Draft:
    """The draft with what one step's form says."""
    done = tuple(dict.fromkeys([*draft.done, step]))
    if step == "name":
        return replace(
            draft,
            name=str(form.get("name", "")).strip()[:200],
            version=str(form.get("version", ""))[:10],
            role=str(form.get("role", ""))[:100],
            support="STANDARD" if form.get("support") == "STANDARD" else "EXTENDED",
            done=done,
        )
    if step == "networking":
        endpoint = str(form.get("endpoint", ""))
        return replace(
            draft,
            subnets=tuple(lists("subnets")[:32]),
            groups=tuple(lists("groups")[:16]),
            endpoint=endpoint if endpoint in ENDPOINTS else "both",
            cidrs=str(form.get("cidrs", ""))[:2000],
            done=done,
        )
    if step == "logging":
        chosen = lists("logs")
        return replace(
            draft, logs=tuple(t for t in LOG_TYPES if t in chosen), done=done
        )
    if step == "add-ons":
        return replace(draft, addons="addons" in form, done=done)
    return draft


def subnets(world: World, region: str, draft: Draft) -> list[dict[str, Any]]:
    """Every subnet of the account, with room and whether it is chosen."""
    out = []
    for key, doc in world.list(resource.SUBNET.kind, region):
        name = _name(doc) or key.name
        out.append(
            {
                "id": key.name,
                "name": name,
                "vpc": doc["VpcId"],
                "zone": doc["AvailabilityZone"],
                "cidr": doc["CidrBlock"],
                "free": subnet.free_count(world, key, doc),
                "chosen": key.name in draft.subnets,
            }
        )
    return sorted(out, key=lambda item: (item["vpc"], item["zone"], item["name"]))


def security_groups(world: World, region: str, draft: Draft) -> list[dict[str, Any]]:
    return [
        {
            "id": key.name,
            "name": doc["GroupName"],
            "vpc": doc["VpcId"],
            "chosen": key.name in draft.groups,
        }
        for key, doc in world.list(resource.SECURITY_GROUP.kind, region)
    ]


def preselected(world: World, region: str) -> list[str]:
    """A subnet in each of two zones, of the newest VPC: as the console does."""
    vpcs = world.list(resource.VPC.kind, region)
    if not vpcs:
        return []
    newest = max(vpcs, key=lambda item: item[1]["_"].get("created", 0.0))[0].name
    by_zone: dict[str, str] = {}
    for key, doc in world.list(resource.SUBNET.kind, region):
        if doc["VpcId"] == newest:
            by_zone.setdefault(doc["AvailabilityZone"], key.name)
    return [by_zone[zone] for zone in sorted(by_zone)[:2]]


def _name(doc: Mapping[str, Any]) -> str:
    tags = doc.get("Tags") or ()
    return next((t["Value"] for t in tags if t["Key"] == "Name"), "")


def role_names(world: World) -> list[str]:
    """Every role of the account: to choose a wrong one teaches, too."""
    return [key.name for key, _ in world.list("iam.Role")]


def exists(world: World, region: str, name: str) -> bool:
    return world.find(Key("eks.Cluster", region, name)) is not None
