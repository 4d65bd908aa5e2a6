"""Updates: which version runs, how long it is kept, and what was changed when."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from clusters.console import heading, version_words
from clusters.console.access import Visit, for_request
from clusters.console.drawing import page, say
from clusters.console.refusing import checked
from clusters.live import panels
from clusters.live.panels import Context, panel
from clusters.live.words import OWNER, PAINT, sim_text, span
from clusters.sim.aws.eks import addon, update
from clusters.sim.catalog import addons, eks_versions
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.world import Key, World

TYPES = {
    "AccessConfigUpdate": "Authentication mode",
    "ConfigUpdate": "Node group configuration",
    "DeletionProtectionUpdate": "Deletion protection",
    "EndpointAccessUpdate": "Endpoint access",
    "LoggingUpdate": "Control plane logs",
    "UpgradePolicyUpdate": "Support type",
    "VersionUpdate": "Kubernetes version",
    "VpcConfigUpdate": "Subnets and security groups",
}
STATUS = {
    "InProgress": ("busy", "In progress"),
    "Successful": ("ok", "Successful"),
    "Failed": ("bad", "Failed"),
    "Cancelled": ("off", "Cancelled"),
}
SUPPORT_TYPES = ("STANDARD", "EXTENDED")


@panel(
    "console/updates.html#update-history",
    watches=(update.KIND, "eks.Cluster", "eks.Nodegroup"),
)
def history(world: World, cluster: str) -> Context:
    found = heading.find(world, cluster)
    if found is None:
        return {"updates": [], "updates_gone": True}
    scope = f"{found[0].scope}/{cluster}"
    rows = [_row(world, doc) for _, doc in world.list(update.KIND, scope)]
    rows.sort(key=lambda row: row["began"], reverse=True)
    return {"updates": rows, "updates_gone": False, "updates_cluster": cluster}


def _row(world: World, doc: Doc) -> dict[str, Any]:
    tone, text = STATUS[doc["status"]]
    began, until = doc["_"]["created"], doc["_"]["until"]
    here = world.clock.wall(until) - world.clock.wall(began)
    running = doc["status"] == "InProgress"
    return {
        "id": doc["id"],
        "what": TYPES.get(doc["type"], doc["type"]),
        "type": doc["type"],
        "on": doc["_"]["nodegroup"],
        "params": [_param(each["type"], each["value"]) for each in doc["params"]],
        "tone": tone,
        "status": text,
        "errors": [
            f"{each['errorCode']}: {each['errorMessage']}" for each in doc["errors"]
        ],
        "began": began,
        "started": sim_text(began),
        "took": ""
        if running
        else f"{span(here)} here, about {span(until - began)} on AWS",
    }


def _param(name: str, text: str) -> str:
    """A parameter of an update for people: EKS gives some of them as JSON in a text."""
    value = _read(text)
    if name == "ClusterLogging":
        on = [t for s in value["clusterLogging"] if s["enabled"] for t in s["types"]]
        return f"Logs on: {', '.join(on) or 'none'}"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {below}" for key, below in value.items())
    if isinstance(value, list):
        return f"{name}: {', '.join(map(str, value)) or 'none'}"
    return f"{name}: {text}"


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


@panel(
    "console/updates.html#version-now",
    watches=("eks.Cluster", "k8s.Node", addon.KIND),
)
def version_now(world: World, cluster: str) -> Context:
    """The version of each part, and whose move would be next."""
    found = heading.find(world, cluster)
    if found is None:
        return {"now_version": None}
    key, doc = found
    version = eks_versions.VERSIONS[doc["version"]]
    return {
        "now_version": version.minor,
        "now_git": version.git_version,
        "now_platform": doc["platformVersion"],
        "now_standard": version.standard_until,
        "now_extended": version.extended_until,
        "now_support_type": doc["upgradePolicy"]["supportType"],
        "now_protected": doc["deletionProtection"],
        "now_next": version_words.next_minor(version.minor),
        "now_skews": version_words.skews(world, doc),
        "now_addons": list(_addons(world, key, version.minor)),
    }


def _addons(world: World, cluster: Key, minor: str) -> Iterator[dict[str, Any]]:
    """The add-ons that are there: EKS's are updated by both, others by the learner."""
    for name, known in addons.ADDONS.items():
        doc = world.find(addon.key(cluster, name))
        if doc is not None:
            owner = "both" if doc["_"]["managed"] else "you"
            yield {
                "name": name,
                "owner": PAINT[owner],
                "who": OWNER[owner],
                "version": doc["addonVersion"],
                "fits": doc["addonVersion"] == known.versions[minor],
            }


@require_safe
def updates(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    return _page(for_request(request, sandbox), name)


@require_POST
def change(request: HttpRequest, sandbox: str, name: str, act: str) -> HttpResponse:
    """Change the support type, or guard the cluster against deletion."""
    visit = for_request(request, sandbox, write=True)
    visit.cluster(name)
    if act not in ("support", "protection"):
        raise Http404
    try:
        visit.aws("eks:UpdateClusterConfig", _wanted(request, name, act))
    except Refusal as refusal:
        return _page(visit, name, refusal)
    say(request, "ok", "EKS makes the change. It is in the history below.")
    return redirect("updates", sandbox, name)


def _wanted(request: HttpRequest, name: str, act: str) -> dict[str, Any]:
    value = request.POST.get("value", "")
    if act == "protection":
        return {"name": name, "deletionProtection": value == "on"}
    kind = checked.one_of(SUPPORT_TYPES, "upgradePolicy.supportType", value)
    return {"name": name, "upgradePolicy": {"supportType": kind}}


def _page(visit: Visit, name: str, refusal: Refusal | None = None) -> HttpResponse:
    _, doc = visit.cluster(name)
    now = doc["upgradePolicy"]["supportType"]
    other = SUPPORT_TYPES[now == SUPPORT_TYPES[0]]
    protected = doc["deletionProtection"]
    return page(
        visit,
        "console/updates.html",
        [
            heading.spec(name),
            panels.spec("version-now", {"cluster": name}),
            panels.spec("update-history", {"cluster": name}),
        ],
        here="clusters",
        crumbs=heading.crumbs(visit, name, "Updates"),
        refusal=refusal,
        calendar=version_words.calendar(doc["version"]),
        calendar_as_of=eks_versions.AS_OF,
        calendar_source=eks_versions.SOURCE,
        steps=[
            {"owner": owner, "title": title, "text": text}
            for owner, title, text in version_words.STEPS
        ],
        other_support=other,
        protected=protected,
        support_cli=f"aws eks update-cluster-config --name {name} "
        f"--upgrade-policy supportType={other}",
        protection_cli=f"aws eks update-cluster-config --name {name} "
        f"--{'no-' if protected else ''}deletion-protection",
        **heading.context(visit, name, "updates"),
    )
