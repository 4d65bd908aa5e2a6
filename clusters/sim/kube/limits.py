"""How much a sandbox may hold, refused in etcd's words."""

from __future__ import annotations

from clusters.sim.kube.errors import EtcdRefusal
from clusters.sim.kube.kind import Kind
from clusters.sim.kube.wire import encoded
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key

PODS = 2000
BYTES = 20 * 1024 * 1024
OBJECT_BYTES = 1536 * 1024
SMALL_WORLD = 300
"""Fewer documents than these are not worth weighing, unless one is large."""
LARGE_OBJECT = 64 * 1024
WEIGHED_EVERY = 16
"""Weighing all documents at each of a client's writes would cost more than it saves."""
SPACE_EXCEEDED = "mvcc: database space exceeded"


def check_room(tx: Tx, kind: Kind) -> None:
    """Refuse one Pod too many."""
    if kind.kind == "Pod" and _count(tx, kind.document) >= _quota(tx, "pods", PODS):
        raise EtcdRefusal(SPACE_EXCEEDED)


def check_size(tx: Tx, doc: Document) -> None:
    """Refuse what is too large by itself, or too much together."""
    size = weight(doc)
    if size > OBJECT_BYTES:
        raise EtcdRefusal("request is too large")
    if (size > LARGE_OBJECT or _due(tx)) and _weight(tx) > _quota(tx, "bytes", BYTES):
        raise EtcdRefusal(SPACE_EXCEEDED)


def _quota(tx: Tx, name: str, usual: int) -> int:
    """The sandbox's own limit; an instructor may have raised it."""
    account = tx.find(Key("aws.Account", "", "account"))
    return int(account.get("quotas", {}).get(name, usual)) if account else usual


def _due(tx: Tx) -> bool:
    if tx.rv % WEIGHED_EVERY:
        return False
    return sum(_count(tx, kind) for kind in tx.buckets) > SMALL_WORLD


def weight(doc: Document) -> int:
    """A document's bytes, measured once for each of its versions."""
    return doc.once("bytes", lambda: len(encoded(doc)))


def _weight(tx: Tx) -> int:
    scopes = (names for b in tx.buckets.values() for names in b.scopes.values())
    return sum(weight(doc) for names in scopes for doc in names.values())


def _count(tx: Tx, kind: str) -> int:
    bucket = tx.buckets.get(kind)
    return sum(len(names) for names in bucket.scopes.values()) if bucket else 0
