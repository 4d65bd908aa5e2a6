"""etcd: three members, one a zone, that elect a leader among them."""

from __future__ import annotations

from collections.abc import Sequence

from clusters.sim.catalog.timings import eks
from clusters.sim.datacenter import control_plane
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

KIND = "dc.EtcdMember"
GROUP = "dc.EtcdCluster"
NAMES = ("a", "b", "c")
VOTING = control_plane.VOTING
WHOLE = (*VOTING, "healthy", "degraded")
COMPONENT = "etcd"


def group(cluster: str) -> Key:
    """The members' common state: the term, and whether they have a quorum."""
    return Key(GROUP, cluster, "etcd")


def members(view: Reader, cluster: str) -> list[tuple[Key, Document]]:
    return view.list(KIND, cluster)


def leader(view: Reader, cluster: str) -> Key | None:
    found = (key for key, doc in members(view, cluster) if doc["state"] == "leader")
    return next(found, None)


def voting(view: Reader, cluster: str) -> list[Key]:
    """The members that take part in votes."""
    return [key for key, doc in members(view, cluster) if doc["state"] in VOTING]


def launch(tx: Tx, cluster: str, zones: Sequence[str]) -> None:
    """Start the three members of a new cluster."""
    tx.add(group(cluster), {"state": "forming", "term": 0, "_": {}})
    for name, zone in zip(NAMES, zones, strict=False):
        boot = eks.ETCD_BOOT.draw(tx.rng)
        tx.add(
            Key(KIND, cluster, name),
            {
                "zone": zone,
                "state": "starting",
                "instance": f"i-0{tx.rng.hex(16)}",
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
