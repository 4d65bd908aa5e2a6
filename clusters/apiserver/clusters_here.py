"""From an address to the cluster behind it, and whether it can be reached."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from asgiref.sync import sync_to_async

from clusters import runtime
from clusters.apiserver.asgi import Scope
from clusters.apiserver.paths import Target
from clusters.runtime.fresh import Gone
from clusters.sim.datacenter import control_plane
from clusters.sim.kube.errors import KubeRefusal
from clusters.sim.network import ends, reachability
from clusters.sim.world import Document, Key, World

TIMED_OUT_AFTER = 3.0
"""Seconds a caller who cannot reach a private endpoint is kept waiting.

On AWS the packets go nowhere, and kubectl gives up after half a minute. Here the
connection is made already, so it is held for a while and then told the truth.
"""

POD = "pod/"

_found = sync_to_async(runtime.find_cluster, thread_sensitive=False)
_known: dict[str, tuple[str, Key]] = {}
KEPT = 4096


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster as a request finds it: its id, its document, the World it is in."""

    id: str
    sandbox: str
    key: Key
    doc: Document
    world: World

    @property
    def version(self) -> str:
        """The minor version of its API: "1.35"."""
        return str(self.doc["version"])


async def behind(target: Target) -> Cluster | None:
    """The cluster at an address, or None where there is none (any more)."""
    known = _known.get(target.cluster)
    if known is None:
        place = await _found(target.cluster)
        if place is None:
            return None
        if len(_known) >= KEPT:
            _known.clear()
        key = Key("eks.Cluster", place.region, place.name)
        known = _known[target.cluster] = (place.sandbox, key)
    sandbox, key = known
    try:
        world = await runtime.aread(sandbox)
    except Gone:
        return None
    doc = world.find(key)
    if doc is None or doc["_"]["id"] != target.cluster or key.scope != target.region:
        return None
    return Cluster(target.cluster, sandbox, key, doc, world)


_answering: dict[str, tuple[int, bool]] = {}


def answers(world: World, cluster_id: str) -> bool:
    """Whether any API server answers; worked out once for each state of the World."""
    known = _answering.get(cluster_id)
    if known is None or known[0] != world.rv:
        if len(_answering) >= KEPT:
            _answering.clear()
        known = (world.rv, control_plane.answers(world, cluster_id))
        _answering[cluster_id] = known
    return known[1]


def standing(scope: Scope) -> str:
    """Where the caller stands: "" is the laptop, else an instance's id or
    `pod/<cluster id>/<namespace>/<name>`.

    Only a caller inside this process says so; no request can bring an extension.
    """
    own = scope.get("extensions", {}).get("halfplane", {})
    return str(own.get("place", ""))


async def check_reachable(cluster: Cluster, place: str = "") -> None:
    """Refuse where no packet would come back on AWS, or no API server answers."""
    way = cluster.doc.once("laptop", lambda: _way(cluster, "")) if not place else None
    way = way or _way(cluster, place)
    if not way.ok:
        await asyncio.sleep(TIMED_OUT_AFTER)
        text = f"dial tcp: i/o timeout: {way.reason}"
        raise KubeRefusal("Timeout", text, 504)
    if not answers(cluster.world, cluster.id):
        # A load balancer without a healthy target resets connections; HTTP has this.
        text = "the server is currently unable to handle the request"
        raise KubeRefusal("ServiceUnavailable", text, 503)


def _way(cluster: Cluster, place: str) -> reachability.Path:
    """The way from where the caller stands to the cluster's API server."""
    if not place:
        return reachability.laptop_to_api(cluster.world, cluster.key)
    if not place.startswith(POD):
        instance = Key("ec2.Instance", cluster.key.scope, place)
        return reachability.node_to_api(cluster.world, cluster.key, instance)
    own, _, pod = place.removeprefix(POD).partition("/")
    home = next(
        (key for key, _ in cluster.world.by("eks.Cluster", "id", own)), cluster.key
    )
    spot = ends.spot(cluster.world, home, f"pod/{pod}")
    if isinstance(spot, reachability.Path):
        return spot
    if home == cluster.key:
        return reachability.card_to_api(cluster.world, cluster.key, spot.card)
    return reachability.node_to_api(cluster.world, cluster.key, spot.instance)
