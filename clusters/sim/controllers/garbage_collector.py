"""The garbage collector: what nobody owns any more goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clusters.sim.commands import Doc
from clusters.sim.kube import store
from clusters.sim.kube.deletion import FOREGROUND, ORPHAN, finalized
from clusters.sim.kube.kind import cluster_of, kinds, namespace_of
from clusters.sim.kube.ownership import owner_key
from clusters.sim.registry import controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

COLLECTED = tuple(
    sorted(
        {
            kind.document
            for _, kind in kinds.items()
            if "delete" in kind.verbs and kind.kind != "Event"
        }
    )
)


def _concerned(view: Reader, key: Key, doc: Doc) -> Iterable[Key]:
    """Whom a change concerns: the orphan, the dependents of what went, its owners."""
    meta = doc["metadata"]
    if view.find(key) is None:
        yield from (item for item, _ in _dependents(view, key, doc))
        yield from (
            owner for owner in _owners(key, doc) if _waits(view.find(owner), FOREGROUND)
        )
    elif "deletionTimestamp" in meta:
        if _waits(doc, FOREGROUND) or _waits(doc, ORPHAN):
            yield key
    elif meta.get("ownerReferences") and not all(
        _solid(view, key, owner) for owner in meta["ownerReferences"]
    ):
        yield key


@controller(
    "garbage-collector",
    *(watches(name, _concerned) for name in COLLECTED),
    in_cluster=True,
)
def reconcile(tx: Tx, key: Key) -> None:
    doc = tx.find(key)
    if doc is None:
        return
    if "deletionTimestamp" in doc["metadata"]:
        _finish(tx, key, doc)
        return
    owners = doc["metadata"].get("ownerReferences") or ()
    dangling = [owner for owner in owners if not _solid(tx, key, owner)]
    if not dangling:
        return
    if len(dangling) < len(owners):
        _forget(tx, key, {owner["uid"] for owner in dangling})
        return
    leaving = any(_found(tx, key, owner) for owner in owners)
    deeper = leaving and bool(_dependents(tx, key, doc))
    store.delete(tx, key, propagation="Foreground" if deeper else "Background")


def _finish(tx: Tx, key: Key, doc: Document) -> None:
    """Do what the finalizers of a deleted object ask for."""
    if _waits(doc, ORPHAN):
        for item, _ in _dependents(tx, key, doc):
            _forget(tx, item, {doc["metadata"]["uid"]})
        _done(tx, key, ORPHAN)
    elif _waits(doc, FOREGROUND):
        for item, body in _dependents(tx, key, doc):
            if "deletionTimestamp" not in body["metadata"]:
                tx.wake("garbage-collector", item)
        if not any(_blocks(body, doc) for _, body in _dependents(tx, key, doc)):
            _done(tx, key, FOREGROUND)


def _done(tx: Tx, key: Key, finalizer: str) -> None:
    with tx.edit(key) as body:
        left = [name for name in body["metadata"]["finalizers"] if name != finalizer]
        body["metadata"]["finalizers"] = left
    finalized(tx, key, tx.need(key))


def _forget(tx: Tx, key: Key, uids: set[str]) -> None:
    """Strike owners from an object."""
    with tx.edit(key) as body:
        kept = [o for o in body["metadata"]["ownerReferences"] if o["uid"] not in uids]
        body["metadata"]["ownerReferences"] = kept
        if not kept:
            del body["metadata"]["ownerReferences"]


def _dependents(view: Reader, key: Key, doc: Doc) -> list[tuple[Key, Document]]:
    """The objects that name this one as an owner."""
    uid, cluster = doc["metadata"].get("uid", ""), cluster_of(key)
    return [
        item
        for name in COLLECTED
        for item in view.by(name, "dependents", uid)
        if cluster_of(item[0]) == cluster
    ]


def _owners(key: Key, doc: Doc) -> Iterator[Key]:
    for owner in doc["metadata"].get("ownerReferences") or ():
        found = owner_key(cluster_of(key), namespace_of(key), owner)
        if found is not None:
            yield found


def _found(view: Reader, key: Key, owner: Doc) -> Document | None:
    """The owner itself, if it is still the one that is meant."""
    place = owner_key(cluster_of(key), namespace_of(key), owner)
    doc = view.find(place) if place else None
    return (
        doc if doc is not None and doc["metadata"].get("uid") == owner["uid"] else None
    )


def _solid(view: Reader, key: Key, owner: Doc) -> bool:
    """Whether an owner keeps its dependents: it is there, and not waiting for them."""
    if owner_key(cluster_of(key), namespace_of(key), owner) is None:
        return True
    doc = _found(view, key, owner)
    return doc is not None and not _waits(doc, FOREGROUND)


def _waits(doc: Doc | None, finalizer: str) -> bool:
    if doc is None or "deletionTimestamp" not in doc["metadata"]:
        return False
    return finalizer in doc["metadata"].get("finalizers", ())


def _blocks(body: Doc, owner: Doc) -> bool:
    uid = owner["metadata"]["uid"]
    return any(
        ref["uid"] == uid and ref.get("blockOwnerDeletion")
        for ref in body["metadata"].get("ownerReferences") or ()
    )
