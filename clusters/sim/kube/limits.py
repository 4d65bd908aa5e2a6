"""How much a sandbox may hold, refused in etcd's words."""

from __future__ import annotations

from clusters.sim import room
from clusters.sim.kube.errors import EtcdRefusal
from clusters.sim.kube.kind import Kind
from clusters.sim.tx import Tx
from clusters.sim.world import Document

OBJECT_BYTES = 1536 * 1024
SPACE_EXCEEDED = "mvcc: database space exceeded"


def check_room(tx: Tx, kind: Kind) -> None:
    """Refuse one Pod too many."""
    if kind.kind != "Pod":
        return
    if room.count(tx, kind.document) >= room.quota(tx, "pods", room.PODS):
        raise EtcdRefusal(SPACE_EXCEEDED)


def check_size(tx: Tx, doc: Document) -> None:
    """Refuse what is too large by itself, or too much together."""
    size = room.weight(doc)
    if size > OBJECT_BYTES:
        raise EtcdRefusal("request is too large")
    if room.none_for(tx, size):
        raise EtcdRefusal(SPACE_EXCEEDED)
