"""What a control plane carries: requests at rest, and bytes in etcd. Computed when read."""

from __future__ import annotations

from itertools import islice

from clusters.sim import room
from clusters.sim.catalog import request_rates as every
from clusters.sim.datacenter import api_server
from clusters.sim.world import Reader

SAMPLE = 12
"""So many objects of a kind and namespace are weighed; the others are like them."""


def requests(view: Reader, cluster: str) -> float:
    """Requests a second at each healthy API server; the load balancer spreads them."""
    servers = len(api_server.healthy(view, cluster))
    if not servers:
        return 0.0
    nodes = sum(
        any(c["type"] == "Ready" and c["status"] != "Unknown" for c in conditions)
        for conditions in (
            doc.get("status", {}).get("conditions") or ()
            for _, doc in view.list("k8s.Node", cluster)
        )
    )
    each_node = 1 / every.NODE_LEASE_EVERY + 1 / every.NODE_STATUS_EVERY
    elections = servers * every.ELECTED / every.ELECTION_EVERY
    checks = servers / every.HEALTH_CHECK_EVERY
    return (nodes * each_node + elections + checks) / servers


def stored(view: Reader, cluster: str) -> int:
    """About how many bytes of objects, as JSON, a cluster's etcd holds."""
    below, total = f"{cluster}/", 0.0
    for kind, bucket in view.buckets.items():
        if kind.startswith("k8s."):
            for scope, names in bucket.scopes.items():
                if scope == cluster or scope.startswith(below):
                    some = [room.weight(d) for d in islice(names.values(), SAMPLE)]
                    total += sum(some) / len(some) * len(names)
    return round(total)
