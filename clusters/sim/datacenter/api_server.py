"""API servers: two instances, and the leases that run scheduler and controllers."""

from __future__ import annotations

from collections.abc import Sequence

from clusters.sim.catalog.timings import eks
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

KIND = "dc.ApiServer"
NAMES = ("1", "2")
LEASES = ("kube-controller-manager", "kube-scheduler")
"""One instance at a time works for each; who it is, a Lease object says."""
WHOLE = ("healthy",)
COMPONENT = "kube-apiserver"


def all_of(view: Reader, cluster: str) -> list[tuple[Key, Document]]:
    return view.list(KIND, cluster)


def healthy(view: Reader, cluster: str) -> list[Key]:
    return [key for key, doc in all_of(view, cluster) if doc["state"] == "healthy"]


def holder(view: Reader, cluster: str, lease: str) -> Key | None:
    """The healthy server whose component holds a lease."""
    for key, doc in all_of(view, cluster):
        if doc["state"] == "healthy" and doc["leases"][lease]:
            return key
    return None


def launch(tx: Tx, cluster: str, zones: Sequence[str], version: str) -> None:
    """Start the two servers of a new cluster."""
    for name, zone in zip(NAMES, zones, strict=False):
        boot = eks.API_SERVER_BOOT.draw(tx.rng)
        tx.add(
            Key(KIND, cluster, name),
            {
                "zone": zone,
                "version": version,
                "state": "booting",
                "instance": f"i-0{tx.rng.hex(16)}",
                "leases": dict.fromkeys(LEASES, False),
                "_": {"created": tx.now, "until": tx.now + boot},
            },
        )


def put(tx: Tx, key: Key, state: str, seconds: float = 0.0) -> None:
    """Another state, which lasts at least so long."""
    with tx.edit(key) as doc:
        doc["state"] = state
        doc["_"]["until"] = round(tx.now + seconds, 3)


def say(tx: Tx, key: Key, reason: str, message: str, severity: str = "info") -> None:
    """Tell about it; while it is not whole the next move is AWS's."""
    moves = "nobody" if tx.need(key)["state"] in WHOLE else "aws"
    tx.tell(key, COMPONENT, reason, message, next=moves, severity=severity)
