"""Nodes of a cluster, instances that have not joined, and node groups."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from clusters.console import heading
from clusters.console.access import Visit, for_request
from clusters.console.drawing import page, say
from clusters.console.kubernetes.manifests import Unreadable
from clusters.console.nodes import drain, joining, node_rows
from clusters.live import panels
from clusters.live.panels import Context, panel
from clusters.sim.controllers.node_boot import waking
from clusters.sim.errors import Refusal
from clusters.sim.world import World

MOST_WAITING = 20
"""So many instances that have not joined are listed; the rest are counted."""


@panel(
    "console/nodes.html#node-groups",
    watches=("eks.Cluster", "eks.Nodegroup"),
)
def node_groups(world: World, cluster: str) -> Context:
    found = heading.find(world, cluster)
    scope = f"{found[0].scope}/{found[0].name}" if found else ""
    listed = world.list("eks.Nodegroup", scope) if scope else []
    return {
        "groups_cluster": cluster,
        "groups": [node_rows.group(world, key, doc) for key, doc in listed],
    }


@panel(
    "console/nodes.html#node-list",
    watches=("eks.Cluster", "k8s.Node", "k8s.Pod", "ec2.Instance"),
)
def node_list(world: World, cluster: str) -> Context:
    found = heading.find(world, cluster)
    listed = world.list("k8s.Node", found[1]["_"]["id"]) if found else []
    region = found[0].scope if found else ""
    return {
        "nodes_cluster": cluster,
        "nodes": [node_rows.node(world, region, key, doc) for key, doc in listed],
    }


@panel(
    "console/nodes.html#node-waiting",
    watches=(
        "ec2.Instance",
        "k8s.Node",
        "k8s.ConfigMap",
        *waking.NETWORK,
        *waking.IDENTITY,
        *waking.CLUSTER,
    ),
)
def node_waiting(world: World, cluster: str) -> Context:
    found = heading.find(world, cluster)
    waiting = list(joining.waiting(world, found[0])) if found else []
    return {
        "waiting": [_waiting(one) for one in waiting[:MOST_WAITING]],
        "waiting_more": max(0, len(waiting) - MOST_WAITING),
    }


def _waiting(found: joining.Subject) -> dict[str, Any]:
    crossed = joining.first_cross(joining.checks(found))
    return {
        "id": found.key.name,
        "type": found.doc["InstanceType"],
        "zone": found.doc["Placement"]["AvailabilityZone"],
        "state": found.doc["State"]["Name"],
        "cross": crossed,
    }


@require_safe
def nodes(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    return _page(for_request(request, sandbox), name)


@require_POST
def delete(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    """Delete a node group, asked for here or on its own page."""
    visit = for_request(request, sandbox, write=True)
    visit.cluster(name)
    group = request.POST.get("nodegroup", "")
    try:
        visit.aws("eks:DeleteNodegroup", {"clusterName": name, "nodegroupName": group})
    except Refusal as refusal:
        return _page(visit, name, refusal)
    told = f"Node group {group} is being deleted; its Pods are moved first."
    say(request, "ok", told)
    return redirect("nodes", sandbox, name)


@require_POST
def act(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    """Cordon, uncordon or drain a node, as kubectl would."""
    visit = for_request(request, sandbox, write=True)
    node, what = request.POST.get("node", ""), request.POST.get("act", "")
    try:
        told = drain.act(visit, name, node, what)
    except Unreadable as error:
        return _page(visit, name, Refusal("Unauthorized", str(error)))
    except Refusal as refusal:
        return _page(visit, name, refusal)
    say(request, "ok", told)
    return redirect("nodes", sandbox, name)


def _page(visit: Visit, name: str, refusal: Refusal | None = None) -> HttpResponse:
    visit.cluster(name)
    return page(
        visit,
        "console/nodes.html",
        [
            heading.spec(name),
            *(
                panels.spec(part, {"cluster": name})
                for part in ("node-groups", "node-list", "node-waiting")
            ),
        ],
        here="clusters",
        crumbs=heading.crumbs(visit, name, "Nodes"),
        refusal=refusal,
        **heading.context(visit, name, "nodes"),
    )
