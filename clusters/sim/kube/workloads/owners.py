"""Who owns an object, and what an owner has: by the controller reference."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.sim.commands import Doc
from clusters.sim.kube.ownership import controller_of
from clusters.sim.world import Document, Key, Reader, index


def owner_key(kind: str, key: Key, doc: Doc) -> Iterator[Key]:
    """The key of the controller of this kind that an object names, if it does."""
    ref = controller_of(doc)
    if ref is not None and ref["kind"] == kind:
        yield Key(f"k8s.{kind}", key.scope, ref["name"])


def owned(view: Reader, kind: str, owner: Doc) -> list[tuple[Key, Document]]:
    """What this owner controls, by name."""
    return view.by(kind, "owner", owner["metadata"]["uid"])


def orphans(view: Reader, kind: str, scope: str) -> list[tuple[Key, Document]]:
    """Objects of a namespace that no controller manages."""
    return view.by(kind, "orphan", scope)


def _orphans(key: Key, doc: Doc) -> Iterator[str]:
    if controller_of(doc) is None:
        yield key.scope


index("k8s.Pod", "orphan", _orphans)
index("k8s.ReplicaSet", "orphan", _orphans)
