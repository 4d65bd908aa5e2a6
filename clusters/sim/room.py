"""How much a sandbox may hold, whichever door it came through."""

from __future__ import annotations

import json

from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key

PODS = 2000
BYTES = 20 * 1024 * 1024
SMALL_WORLD = 300
"""Fewer documents than these are not worth weighing, unless one is large."""
LARGE_OBJECT = 64 * 1024
WEIGHED_EVERY = 16
"""Weighing all documents at each of a client's writes would cost more than it saves."""


def weight(doc: Document) -> int:
    """A document's bytes, measured once for each of its versions."""
    return doc.once("bytes", lambda: len(_compact(doc).encode()))


def none_for(tx: Tx, size: int) -> bool:
    """Whether a document of this size was one too many; weighs now and then only."""
    return (size > LARGE_OBJECT or _due(tx)) and _held(tx) > quota(tx, "bytes", BYTES)


def outgrown(tx: Tx) -> bool:
    """Whether what this Tx has changed so far outgrows the sandbox.

    For documents that are small by their own rules: it weighs now and then only.
    """
    if not _due(tx):
        return False
    grown = sum(_size(c.after) - _size(c.before) for c in tx.changes)
    return grown > 0 and _held(tx) > quota(tx, "bytes", BYTES)


def quota(tx: Tx, name: str, usual: int) -> int:
    """The sandbox's own limit; an instructor may have raised it."""
    account = tx.find(Key("aws.Account", "", "account"))
    return int(account.get("quotas", {}).get(name, usual)) if account else usual


def count(tx: Tx, kind: str) -> int:
    """How many documents of a kind there are."""
    bucket = tx.buckets.get(kind)
    return sum(len(names) for names in bucket.scopes.values()) if bucket else 0


def _due(tx: Tx) -> bool:
    if tx.rv % WEIGHED_EVERY:
        return False
    return sum(count(tx, kind) for kind in tx.buckets) > SMALL_WORLD


def _held(tx: Tx) -> int:
    scopes = (names for b in tx.buckets.values() for names in b.scopes.values())
    return sum(weight(doc) for names in scopes for doc in names.values())


def _size(doc: Document | None) -> int:
    return 0 if doc is None else weight(doc)


def _compact(doc: Document) -> str:
    return json.dumps(doc, separators=(",", ":"), ensure_ascii=False)
