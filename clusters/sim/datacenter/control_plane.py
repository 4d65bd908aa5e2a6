"""What a cluster's control plane can do, read from its members as they stand."""

from __future__ import annotations

from clusters.sim.world import Reader

VOTING = ("leader", "follower")
QUORUM = 2
"""Of three etcd members, two must agree."""


def voters(view: Reader, cluster: str) -> int:
    """How many etcd members take part in votes."""
    members = view.list("dc.EtcdMember", cluster)
    return sum(doc["state"] in VOTING for _, doc in members)


def answers(view: Reader, cluster: str) -> bool:
    """Whether any API server answers: reads work."""
    servers = view.list("dc.ApiServer", cluster)
    return any(doc["state"] == "healthy" for _, doc in servers)


def writable(view: Reader, cluster: str) -> bool:
    """Whether writes reach a majority of etcd through some API server."""
    states = [doc["state"] for _, doc in view.list("dc.EtcdMember", cluster)]
    voting = sum(state in VOTING for state in states)
    return "leader" in states and voting >= QUORUM and answers(view, cluster)
