"""A container's log for the page: which containers, which lines, or why there are none."""

from __future__ import annotations

import datetime as dt
from typing import Any

from clusters.callers.wall import now
from clusters.sim.commands import Doc
from clusters.sim.images import logs
from clusters.sim.kube.errors import BadRequest
from clusters.sim.kube.kind import cluster_of
from clusters.sim.kube.pods import logged
from clusters.sim.network import reachability
from clusters.sim.world import Key, World

TAIL = 500
"""So many lines are on the page; the download has them all."""
SORTS = ("containers", "initContainers", "ephemeralContainers")


def names(pod: Doc) -> list[str]:
    """All containers, the Pod's own first."""
    return [c["name"] for sort in SORTS for c in pod["spec"].get(sort) or ()]


def read(  # noqa: PLR0913 what `kubectl logs` is told
    world: World,
    cluster: Key,
    key: Key,
    pod: Doc,
    *,
    container: str,
    previous: bool,
    text: str = "",
    tail: int = TAIL,
) -> dict[str, Any]:
    """The last lines that have this text; `why` there are none, as kubectl is told."""
    blank: dict[str, Any] = {"lines": (), "why": "", "next": "", "earlier": 0}
    node = pod["spec"].get("nodeName", "")
    if not node:
        why = "The Pod is on no node yet: nothing has run, and nothing was written."
        return {**blank, "why": why, "next": "See its events: the scheduler says why."}
    told = unreachable(world, cluster, key, node, container)
    if told:
        advice = "Open the node's security group to the cluster's on port 10250."
        return {**blank, "why": f"Error from server: {told}", "next": advice}
    try:
        logged.check_started(pod, container, previous=previous)
    except BadRequest as refused:
        why = f"Error from server ({refused.code}): {refused.message}"
        return {**blank, "why": why, "next": "See its events for what keeps it."}
    at = world.clock.sim(now())
    written = logs.lines(world, key, container, previous=previous, now=at)
    wanted = text.casefold()
    found = [line for line in written if wanted in line[2].casefold()]
    shown = found[max(0, len(found) - tail) :]
    lines = tuple(
        (stamp(world.clock.wall(sim)), where, said) for sim, where, said in shown
    )
    return {**blank, "lines": lines, "earlier": len(found) - len(shown)}


def unreachable(world: World, cluster: Key, key: Key, node: str, container: str) -> str:
    """What the API server says that cannot reach the kubelet; empty when it can."""
    place = cluster_of(key)
    found: Doc = world.find(Key("k8s.Node", place, node)) or {}
    instance = str(found.get("spec", {}).get("providerID", "")).rpartition("/")[2]
    where = Key("ec2.Instance", cluster.scope, instance)
    if world.find(where) and reachability.api_to_node(world, cluster, where).ok:
        return ""
    addresses = found.get("status", {}).get("addresses", ())
    ips = [a["address"] for a in addresses if a["type"] == "InternalIP"]
    kubelet = f"{next(iter(ips), node)}:10250"
    path = f"containerLogs/{key.scope.partition('/')[2]}/{key.name}/{container}"
    return f'Get "https://{kubelet}/{path}": dial tcp {kubelet}: i/o timeout'


def stamp(epoch: float) -> str:
    return dt.datetime.fromtimestamp(epoch, dt.UTC).strftime("%H:%M:%S.%f")[:-3]
