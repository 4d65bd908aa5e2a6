"""The cluster overview: what is happening now, and whose job is it?"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from clusters import runtime
from clusters.console import heading, summary
from clusters.console.access import Visit, for_request
from clusters.console.drawing import back, page
from clusters.console.map import architecture, inspector, pieces
from clusters.live import panels
from clusters.live.panels import Context, panel
from clusters.live.words import OWNER, PAINT, day_text, span
from clusters.sim.aws.eks import cluster as eks
from clusters.sim.catalog import eks_versions
from clusters.sim.commands import Doc, FaultCall
from clusters.sim.datacenter import lifecycle, progress
from clusters.sim.errors import Refusal
from clusters.sim.world import Key, World

VERBS = {"CREATING": "Building", "DELETING": "Taking apart", "FAILED": "Stopped"}
PHASE_TONES = {"waiting": "wait", "running": "busy", "done": "ok"}
PASTED = (
    "ARN",
    "Cluster IAM role",
    "API server endpoint",
    "OpenID Connect provider URL",
    "VPC",
    "Subnets",
    "Cluster security group",
    "Service addresses",
)
"""What people paste elsewhere: these have a copy button."""
ENDPOINT = {
    (True, False): "Public",
    (True, True): "Public and private",
    (False, True): "Private",
}


def _map(world: World, name: str) -> tuple[Doc, dict[str, Any]] | None:
    found = heading.find(world, name)
    drawn = architecture.of(world, found[0]) if found else None
    return (found[1], drawn) if found and drawn else None


@panel("console/map.html#architecture", watches=architecture.WATCHES, pieces=pieces.of)
def architecture_map(world: World, cluster: str) -> Context:
    found = _map(world, cluster)
    return {"map": found[1] if found else None, "map_name": cluster}


@panel("console/cluster.html#inspect", watches=architecture.WATCHES)
def inspect(world: World, cluster: str, part: str = "nlb") -> Context:
    found = _map(world, cluster)
    if found is None:
        return {"sheet": None, "part": part, "inspect_cluster": cluster}
    doc, drawn = found
    box = next((b for b in drawn["parts"] if b.part == part), drawn["balancer"])
    sheet = inspector.inspect(world, doc["_"]["id"], box)
    return {"sheet": sheet, "part": box.part, "inspect_cluster": cluster}


@panel("console/cluster.html#moves", watches=summary.WATCHES)
def moves(world: World, cluster: str) -> Context:
    """Whose move is next on this cluster, and what it is."""
    found = heading.find(world, cluster)
    if found is None:
        return {"moves": None, "moves_cluster": cluster}
    key, doc = found
    return {
        "moves": list(summary.todo(world, key, doc)),
        "moves_failed": doc["status"] == "FAILED",
        "moves_cluster": cluster,
    }


@panel(
    "console/cluster.html#progress", watches=("eks.Cluster", *architecture.WATCHES[1:3])
)
def creation(world: World, cluster: str) -> Context:
    """The lifecycle's phases, each with both times."""
    found = heading.find(world, cluster)
    if found is None:
        return {"phases": None}
    key, doc = found
    if doc["status"] not in ("CREATING", "DELETING", "FAILED"):
        return {"phases": None}
    now = progress.running(world, key)
    return {
        "phases": [
            {
                "title": step.title,
                "owner": PAINT[step.owner],
                "owner_word": OWNER[step.owner],
                "tone": PHASE_TONES[step.state],
                "word": step.state,
                "usual": span(step.usual) if step.usual else "",
                "published": step.published,
                "took": _both_times(world, step) if step.took is not None else "",
            }
            for step in progress.steps(world, key)
        ],
        "phase_percent": progress.percent(world, key),
        "phase_now": now.title if now else "",
        "phase_verb": VERBS[doc["status"]],
        "phase_few": doc["status"] == "DELETING",
    }


def _both_times(world: World, step: progress.Step) -> str:
    """`9 s here, 9 min on AWS`."""
    if step.started is None or step.ended is None:
        return ""
    here = world.clock.wall(step.ended) - world.clock.wall(step.started)
    return f"{span(here)} here, about {span(step.ended - step.started)} on AWS"


@panel("console/cluster.html#details", watches=("eks.Cluster",))
def details(world: World, cluster: str) -> Context:
    found = heading.find(world, cluster)
    return {
        "details_cluster": cluster,
        "facts": [
            {"title": title, "text": text, "copy": text if title in PASTED else ""}
            for title, text in (_facts(*found) if found else ())
            if text
        ],
    }


def _facts(key: Key, doc: Doc) -> list[tuple[str, str]]:
    vpc = doc["resourcesVpcConfig"]
    version = eks_versions.VERSIONS[doc["version"]]
    access = (vpc["endpointPublicAccess"], vpc["endpointPrivateAccess"])
    logs = [
        name
        for setup in doc["logging"]["clusterLogging"]
        if setup["enabled"]
        for name in setup["types"]
    ]
    there = lifecycle.ended(doc, "endpoint")
    issuer = eks.issuer(key, doc) if lifecycle.ended(doc, "oidc-issuer") else ""
    address = runtime.site().endpoint(key.scope, doc["_"]["id"])
    return [
        ("ARN", doc["arn"]),
        ("Created", day_text(doc["createdAt"])),
        ("Platform version", doc["platformVersion"]),
        (
            "Standard support ends",
            f"{version.standard_until} (as of {eks_versions.AS_OF})",
        ),
        ("Cluster IAM role", doc["roleArn"]),
        ("API server endpoint access", ENDPOINT[access]),
        ("Public access sources", ", ".join(vpc["publicAccessCidrs"]) or "None"),
        ("API server endpoint", address if there else ""),
        ("OpenID Connect provider URL", issuer),
        ("VPC", vpc["vpcId"]),
        ("Subnets", ", ".join(vpc["subnetIds"])),
        ("Cluster security group", vpc.get("clusterSecurityGroupId") or ""),
        ("Service addresses", doc["kubernetesNetworkConfig"]["serviceIpv4Cidr"]),
        ("Authentication mode", doc["accessConfig"]["authenticationMode"]),
        ("Control plane logs", ", ".join(logs) or "All off"),
    ]


@require_safe
def cluster(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    visit = for_request(request, sandbox)
    if heading.find(visit.world, name) is None and heading.was_deleted(visit, name):
        return redirect("leftovers", sandbox, name)
    return _page(visit, name, request.GET.get("inspect", "")[:300])


def _page(
    visit: Visit, name: str, part: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    visit.cluster(name)
    shown = [
        heading.spec(name),
        panels.spec("architecture", {"cluster": name}),
        panels.spec("inspect", {"cluster": name, "part": part}),
        panels.spec("moves", {"cluster": name}),
        panels.spec("progress", {"cluster": name}),
        panels.spec("details", {"cluster": name}),
    ]
    return page(
        visit,
        "console/cluster.html",
        shown,
        here="clusters",
        crumbs=heading.crumbs(visit, name),
        refusal=refusal,
        **heading.context(visit, name, "cluster"),
    )


@require_POST
def fail(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    """Cause a platform failure: only a simulation can offer that."""
    visit = for_request(request, sandbox, write=True)
    key, doc = visit.cluster(name)
    part = request.POST.get("part", "")
    target = inspector.document(part, key.scope, doc["_"]["id"])
    if target is None:
        raise Http404
    fault = request.POST.get("fault", "")
    try:
        visit.execute(FaultCall(fault, target.kind, target.scope, target.name))
    except Refusal as refusal:
        return _page(visit, name, part, refusal)
    return back(request, "cluster", sandbox, name)
