"""How objects go: gracefully, after their finalizers, or at once."""

from __future__ import annotations

from clusters.sim.clock import rendered
from clusters.sim.kube.errors import Conflict
from clusters.sim.kube.kind import Kind, of_key
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key

FOREGROUND = "foregroundDeletion"
ORPHAN = "orphan"
_ADDS = {"Foreground": FOREGROUND, "Orphan": ORPHAN}


def delete(  # noqa: PLR0913 the DeleteOptions, by name
    tx: Tx,
    key: Key,
    *,
    propagation: str = "Background",
    grace: int | None = None,
    uid: str = "",
    resource_version: str = "",
) -> Document | None:
    """Delete an object; answers it while something still keeps it, else None.

    A Pod on a node stays, marked, until its kubelet deletes it with `grace=0`
    (`_["deleted"]` holds when the deletion began). `uid` and `resource_version` are
    preconditions.
    """
    kind, doc = of_key(key), tx.need(key)
    _check(kind, key, doc, uid, resource_version)
    finalizers = _finalizers(doc, propagation)
    seconds = _grace(kind, doc, grace)
    if not finalizers and not seconds and not (kind.held and kind.held(doc)):
        tx.remove(key)
        return None
    _mark(tx, key, finalizers, seconds)
    return tx.need(key)


def finalized(tx: Tx, key: Key, doc: Document) -> Document | None:
    """Let a deleted object go once nothing keeps it; None when it is gone."""
    meta, kind = doc["metadata"], of_key(key)
    if "deletionTimestamp" not in meta or meta.get("finalizers"):
        return doc
    if meta.get("deletionGracePeriodSeconds") or (kind.held and kind.held(doc)):
        return doc
    tx.remove(key)
    return None


def _check(kind: Kind, key: Key, doc: Document, uid: str, version: str) -> None:
    if uid and uid != doc["metadata"].get("uid"):
        have = doc["metadata"].get("uid")
        told = f"Precondition failed: UID in precondition: {uid}, UID in object meta: {have}"
        raise Conflict(kind.resource, key.name, told)
    if version and version != str(doc.rv):
        told = (
            "Precondition failed: ResourceVersion in precondition: "
            f"{version}, ResourceVersion in object meta: {doc.rv}"
        )
        raise Conflict(kind.resource, key.name, told)


def _finalizers(doc: Document, propagation: str) -> list[str]:
    """The finalizers that a deletion leaves the object with."""
    kept = [
        name
        for name in doc["metadata"].get("finalizers", ())
        if name not in {FOREGROUND, ORPHAN}
    ]
    added = _ADDS.get(propagation)
    return [*kept, added] if added else kept


def _grace(kind: Kind, doc: Document, asked: int | None) -> int:
    """The seconds that a deletion gives the object."""
    if kind.grace is None or kind.grace(doc) == 0:
        return 0
    return kind.grace(doc) if asked is None else max(asked, 0)


def _mark(tx: Tx, key: Key, finalizers: list[str], seconds: int) -> None:
    """Mark an object as going. A deletion under way is only ever shortened."""
    kind = of_key(key)
    with tx.edit(key) as body:
        meta, hidden = body["metadata"], body.setdefault("_", {})
        shorter = seconds < meta.get("deletionGracePeriodSeconds", 0)
        if "deletionTimestamp" not in meta:
            hidden["deleted"] = tx.now
            if kind.has_generation:
                meta["generation"] = meta.get("generation", 0) + 1
        if "deletionTimestamp" not in meta or shorter:
            began = hidden["deleted"] - tx.now
            meta["deletionTimestamp"] = rendered(tx.epoch + seconds + began * shorter)
            meta["deletionGracePeriodSeconds"] = seconds
        if finalizers:
            meta["finalizers"] = finalizers
        else:
            meta.pop("finalizers", None)
        if kind.on_delete:
            kind.on_delete(body)
