"""Create node group: managed by EKS, or beside it the way to nodes of one's own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from clusters.console import heading, rehearsal
from clusters.console.access import Visit, for_request
from clusters.console.drawing import page, say
from clusters.console.nodes import node_roles, nodegroup_draft, nodegroup_risks
from clusters.console.nodes.nodegroup_draft import Draft
from clusters.live import panels
from clusters.live.panels import Context, panel
from clusters.sim.aws.ec2 import resource, subnet
from clusters.sim.aws.eks import nodegroup
from clusters.sim.catalog import instance_types
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.world import World

FIELDS = (
    ("disksize", "diskSize"),
    ("maxunavailable", "maxUnavailable"),
    ("desired", "desiredSize"),
    ("minsize", "minSize"),
    ("minimum capacity", "minSize"),
    ("maxsize", "maxSize"),
    ("instance type", "instanceTypes"),
    ("ami type", "amiType"),
    ("label", "labels"),
    ("taint", "taints"),
    ("subnet", "subnets"),
    ("role", "nodeRole"),
    ("principal", "nodeRole"),
)
"""Which field a refusal is about, by a word of it; the name otherwise."""
ROUTES = (
    ("Who launches the instances", "EKS, in your account", "Your CloudFormation stack"),
    ("Who picks the machine image", "EKS publishes it; you say when", "You"),
    ("Who patches the nodes", "You start it, EKS rolls it out", "You, wholly"),
    ("Who drains before a node goes", "EKS", "You"),
    ("Who lets the role into the cluster", "EKS adds the access entry", "You"),
    ("What the EKS console shows", "The group, its health and nodes", "The nodes only"),
    ("Who pays for the instances", "You", "You"),
)
"""Question, answer of a managed node group, answer of self-managed nodes. From the EKS
user guide, "Manage compute resources by using nodes", read 2026-07."""


@panel("console/nodegroup_preview.html#role-ticks", watches=("iam.Role",))
def role_ticks(world: World, role: str = "") -> Context:
    doc = node_roles.find(world, role)
    return {
        "ticked_role": role,
        "role_found": doc is not None,
        "ticks": node_roles.ticks(doc) if doc else (),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def create_nodegroup(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    """The form. A GET with values is a form half filled in: it is judged, not sent."""
    write = request.method == "POST"
    visit = for_request(request, sandbox, write=write)
    _, doc = visit.cluster(name)
    form = request.POST if write else request.GET
    begun = write or "nodegroupName" in form
    preset = None if begun else doc["resourcesVpcConfig"]["subnetIds"]
    draft = nodegroup_draft.read(form, preset)
    if not begun:
        draft = draft.named(_free_name(visit.world, f"{visit.place.region}/{name}"))
    try:
        asked = draft.request(name, visit.place.account)
        if write:
            visit.aws("eks:CreateNodegroup", asked)
    except Refusal as refusal:
        return _page(visit, name, draft, refusal=refusal)
    if not write:
        return _page(visit, name, draft, asked)
    group = asked["nodegroupName"]
    say(request, "ok", f"Node group {group} is being created. Watch its nodes join.")
    return redirect("nodegroup", sandbox, name, group)


def _free_name(world: World, scope: str) -> str:
    """`web`, or the first of web-2, web-3 … that is not taken."""
    taken = {key.name for key, _ in world.list(nodegroup.KIND, scope)}
    names = ("web", *(f"web-{number}" for number in range(2, len(taken) + 2)))
    return next(name for name in names if name not in taken)


def _page(
    visit: Visit,
    name: str,
    draft: Draft,
    asked: dict[str, Any] | None = None,
    *,
    refusal: Refusal | None = None,
) -> HttpResponse:
    _, doc = visit.cluster(name)
    sent = visit.request.method == "POST"
    touched = "nodegroupName" in visit.request.GET
    would = refusal
    if asked and touched:
        would = rehearsal.refused(visit, "eks:CreateNodegroup", asked)
    role = draft.typed["nodeRole"]
    return page(
        visit,
        "console/create_nodegroup.html",
        [heading.spec(name), panels.spec("role-ticks", {"role": role})],
        here="clusters",
        crumbs=heading.crumbs(visit, name, "Create node group"),
        refusal=refusal if sent else None,
        problem=_problem(refusal) if refusal and sent else None,
        would=would,
        typed=draft.typed,
        routes=ROUTES,
        roles=node_roles.names(visit.world),
        images=tuple(nodegroup.ARCHITECTURES),
        types=sorted(instance_types.TYPES),
        subnets=_subnets(visit, doc, draft.subnets),
        risks=_risks(visit, doc, draft),
        command=nodegroup_draft.command(asked) if asked else "",
        **heading.context(visit, name, "nodes"),
    )


def _problem(refusal: Refusal) -> dict[str, str]:
    """The field that a refusal is about, and what it says."""
    text = refusal.message.lower()
    field = next((found for word, found in FIELDS if word in text), "nodegroupName")
    if "node group name" in text or "already exists" in text:
        field = "nodegroupName"
    return {"field": field, "text": refusal.message}


def _risks(visit: Visit, cluster: Doc, draft: Draft) -> list[str]:
    try:
        desired = draft.number("desiredSize")
    except Refusal:
        return []
    chosen = (draft.typed["nodeRole"], draft.subnets, desired)
    planned = nodegroup_risks.plan(visit.world, cluster, visit.place.region, chosen)
    return nodegroup_risks.risks(visit.world, planned)


def _subnets(
    visit: Visit, cluster: Doc, chosen: tuple[str, ...]
) -> list[dict[str, Any]]:
    """The subnets of the cluster's VPC, with the room that they have."""
    vpc = cluster["resourcesVpcConfig"]["vpcId"]
    found = visit.world.by(resource.SUBNET.kind, "vpc", vpc)
    listed = [
        {
            "id": key.name,
            "name": next(
                (t["Value"] for t in doc.get("Tags") or () if t["Key"] == "Name"), ""
            ),
            "zone": doc["AvailabilityZone"],
            "cidr": doc["CidrBlock"],
            "free": subnet.free_count(visit.world, key, doc),
            "chosen": key.name in chosen,
        }
        for key, doc in found
    ]
    return sorted(listed, key=lambda item: (item["zone"], item["cidr"]))
