"""Nodes and node groups of a cluster, and making a managed node group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from clusters.console import heading, summary
from clusters.console.access import Visit, for_request
from clusters.console.drawing import page, say
from clusters.console.typed import is_number
from clusters.live import panels
from clusters.live.panels import Context, panel
from clusters.sim.aws.ec2 import resource
from clusters.sim.aws.iam import role
from clusters.sim.catalog import instance_types
from clusters.sim.commands import Doc
from clusters.sim.datacenter import progress
from clusters.sim.errors import Refusal
from clusters.sim.kube.ages import parsed
from clusters.sim.world import Key, World

NODE_POLICIES = (
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonEC2ContainerRegistryPullOnly",
)
PULLS = ("AmazonEC2ContainerRegistryPullOnly", "AmazonEC2ContainerRegistryReadOnly")
DEFAULTS = {
    "nodegroupName": "web",
    "nodeRole": "AmazonEKSNodeRole",
    "instanceType": "t3.medium",
    "diskSize": "20",
    "minSize": "2",
    "desiredSize": "2",
    "maxSize": "2",
}


@panel(
    "console/nodes.html#node-lists",
    watches=("eks.Cluster", "eks.Nodegroup", "k8s.Node", "k8s.Pod"),
)
def node_lists(world: World, cluster: str) -> Context:
    found = heading.find(world, cluster)
    if found is None:
        return {"nodes": [], "groups": [], "node_cluster": cluster}
    key, doc = found
    pods: dict[str, int] = {}
    for _, pod in world.list("k8s.Pod", doc["_"]["id"]):
        on = pod["spec"].get("nodeName", "")
        pods[on] = pods.get(on, 0) + 1
    return {
        "node_cluster": cluster,
        "nodes": [
            _node(node_key, node, pods.get(node_key.name, 0))
            for node_key, node in world.list("k8s.Node", doc["_"]["id"])
        ],
        "groups": [
            _group(world, group_key, group)
            for group_key, group in world.list(
                "eks.Nodegroup", f"{key.scope}/{key.name}"
            )
        ],
    }


def _node(key: Key, doc: Doc, pods: int) -> dict[str, Any]:
    labels = doc["metadata"].get("labels", {})
    ready = summary.is_ready(doc)
    waits = next(
        (
            c.get("message", "")
            for c in doc.get("status", {}).get("conditions") or ()
            if c["type"] == "Ready" and c["status"] != "True"
        ),
        "",
    )
    return {
        "name": key.name,
        "tone": "ok" if ready else "bad",
        "status": "Ready" if ready else "NotReady",
        "why": waits,
        "zone": labels.get("topology.kubernetes.io/zone", ""),
        "type": labels.get("node.kubernetes.io/instance-type", ""),
        "group": labels.get("eks.amazonaws.com/nodegroup", ""),
        "kubelet": doc.get("status", {}).get("nodeInfo", {}).get("kubeletVersion", ""),
        "pods": pods,
        "born": parsed(doc["metadata"]["creationTimestamp"]),
    }


def _group(world: World, key: Key, doc: Doc) -> dict[str, Any]:
    sizes = doc["scalingConfig"]
    phase = progress.running(world, key)
    return {
        "name": key.name,
        "status": summary.status(doc["status"]),
        "phase": phase.title if phase else "",
        "percent": progress.percent(world, key) if phase else None,
        "sizes": f"{sizes['minSize']}, {sizes['desiredSize']}, {sizes['maxSize']}",
        "types": ", ".join(doc.get("instanceTypes") or ()),
        "issues": [
            f"{i['code']}: {i['message']}"
            for i in doc.get("health", {}).get("issues") or ()
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def nodes(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    """The page; a POST asks EKS for a managed node group."""
    if request.method != "POST":
        return _page(for_request(request, sandbox), name, DEFAULTS)
    visit = for_request(request, sandbox, write=True)
    visit.cluster(name)
    typed = {**DEFAULTS, **request.POST.dict()}
    try:
        visit.aws("eks:CreateNodegroup", _request(visit, name, typed))
    except Refusal as refusal:
        return _page(visit, name, typed, refusal=refusal)
    say(request, "ok", f"Node group {typed['nodegroupName']} is being created.")
    return redirect("nodes", sandbox, name)


@require_POST
def delete(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    visit = for_request(request, sandbox, write=True)
    visit.cluster(name)
    group = request.POST.get("nodegroup", "")
    try:
        visit.aws("eks:DeleteNodegroup", {"clusterName": name, "nodegroupName": group})
    except Refusal as refusal:
        return _page(visit, name, DEFAULTS, refusal=refusal)
    say(
        request,
        "ok",
        f"Node group {group} is being deleted; its Pods are moved first.",
    )
    return redirect("nodes", sandbox, name)


def _request(visit: Visit, name: str, typed: Mapping[str, str]) -> dict[str, Any]:
    """CreateNodegroup's request. A number that is none is refused here."""
    account = visit.place.account
    return {
        "clusterName": name,
        "nodegroupName": typed["nodegroupName"],
        "nodeRole": f"arn:aws:iam::{account}:role/{typed['nodeRole']}",
        "subnets": visit.request.POST.getlist("subnets"),
        "instanceTypes": [typed["instanceType"]],
        "diskSize": _number(typed, "diskSize"),
        "scalingConfig": {
            size: _number(typed, size) for size in ("minSize", "desiredSize", "maxSize")
        },
    }


def _number(typed: Mapping[str, str], member: str) -> int:
    text = typed[member].strip()
    if not is_number(text, digits=6):
        told = f"{member} must be a whole number, not {text[:20]!r}."
        raise Refusal("InvalidParameterException", told)
    return int(text)


def _page(
    visit: Visit,
    name: str,
    typed: Mapping[str, str],
    *,
    refusal: Refusal | None = None,
) -> HttpResponse:
    _, doc = visit.cluster(name)
    chosen = visit.request.POST.getlist("subnets")
    return page(
        visit,
        "console/nodes.html",
        [heading.spec(name), panels.spec("node-lists", {"cluster": name})],
        here="clusters",
        crumbs=heading.crumbs(visit, name, "Nodes"),
        status=422 if refusal else 200,
        typed=typed,
        refusal=refusal,
        roles=_roles(visit.world),
        types=sorted(instance_types.TYPES),
        subnets=_subnets(visit, doc, chosen or doc["resourcesVpcConfig"]["subnetIds"]),
        opened=bool(refusal)
        or not visit.world.list("eks.Nodegroup", f"{visit.place.region}/{name}"),
        **heading.context(visit, name, "nodes"),
    )


def _roles(world: World) -> list[dict[str, Any]]:
    """Roles that an instance may carry, each with its three ticks."""
    found = [
        (key.name, doc)
        for key, doc in world.list("iam.Role")
        if role.trusts(doc, "ec2.amazonaws.com")
    ]
    return [
        {
            "name": name,
            "ticks": [
                {"policy": policy, "has": _has(doc, policy)} for policy in NODE_POLICIES
            ],
        }
        for name, doc in found
    ]


def _has(doc: Doc, policy: str) -> bool:
    """Whether the role has the policy, or one that allows as much."""
    wanted = PULLS if policy in PULLS else (policy,)
    return any(role.has_policy(doc, name) for name in wanted)


def _subnets(visit: Visit, cluster: Doc, chosen: list[str]) -> list[dict[str, Any]]:
    vpc = cluster["resourcesVpcConfig"]["vpcId"]
    return [
        {
            "id": key.name,
            "zone": doc["AvailabilityZone"],
            "cidr": doc["CidrBlock"],
            "chosen": key.name in chosen,
        }
        for key, doc in visit.world.list(resource.SUBNET.kind, visit.place.region)
        if doc["VpcId"] == vpc
    ]
