"""The namespace controller: a deleted namespace goes when its content has gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from clusters.sim.catalog.timings.namespaces import EMPTIED
from clusters.sim.commands import Doc
from clusters.sim.kube import store
from clusters.sim.kube.deletion import finalized
from clusters.sim.kube.kind import Kind, cluster_of, kinds, namespace_of
from clusters.sim.registry import controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

FINALIZER = "kubernetes"
CONTENT = tuple(
    kind for _, kind in kinds.items() if kind.namespaced and "delete" in kind.verbs
)
"""Every kind of object that a namespace can hold."""


def _its_namespace(view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    """The namespace of an object, if it waits for its content to go."""
    name = Key("k8s.Namespace", cluster_of(key), namespace_of(key))
    found = view.find(name)
    return (name,) if found and "deletionTimestamp" in found["metadata"] else ()


@controller(
    "namespace",
    watches("k8s.Namespace"),
    *(watches(name, _its_namespace) for name in sorted({k.document for k in CONTENT})),
    in_cluster=True,
)
def reconcile(tx: Tx, key: Key) -> float | None:
    doc = tx.find(key)
    if doc is None or "deletionTimestamp" not in doc["metadata"]:
        return None
    for item, body in _content(tx, key):
        if "deletionTimestamp" not in body["metadata"]:
            store.delete(tx, item)
    left = _content(tx, key)
    _report(tx, key, left)
    if left:
        return None
    return _finish(tx, key)


def _content(tx: Tx, key: Key) -> list[tuple[Key, Document]]:
    scope = f"{key.scope}/{key.name}"
    names = sorted({kind.document for kind in CONTENT})
    return [found for name in names for found in tx.list(name, scope)]


def _finish(tx: Tx, key: Key) -> float | None:
    """Let the namespace go, a little after the last of its content went."""
    doc = tx.need(key)
    due = doc["_"].get("emptied")
    if due is None:
        due = max(doc["_"]["deleted"] + EMPTIED.draw(tx.rng), tx.now)
        with tx.edit(key) as body:
            body["_"]["emptied"] = due
    if tx.now < due:
        return float(due - tx.now)
    with tx.edit(key) as body:
        body["spec"]["finalizers"] = [
            name for name in body["spec"].get("finalizers", ()) if name != FINALIZER
        ]
    finalized(tx, key, tx.need(key))
    return None


def _report(tx: Tx, key: Key, left: list[tuple[Key, Document]]) -> None:
    """Say in the namespace's conditions what is still there."""
    counts = Counter(item.kind for item, _ in left)
    resources = {kind.document: _qualified(kind) for kind in reversed(CONTENT)}
    remaining = ", ".join(
        f"{resources[name]} has {count} resource instances"
        for name, count in sorted(counts.items())
    )
    finalizers = Counter(
        name for _, doc in left for name in doc["metadata"].get("finalizers", ())
    )
    kept = ", ".join(
        f"{name} in {count} resource instances"
        for name, count in sorted(finalizers.items())
    )
    told = [
        (
            "NamespaceDeletionDiscoveryFailure",
            "ResourcesDiscovered",
            "All resources successfully discovered",
            False,
        ),
        (
            "NamespaceDeletionGroupVersionParsingFailure",
            "ParsedGroupVersions",
            "All legacy kube types successfully parsed",
            False,
        ),
        (
            "NamespaceDeletionContentFailure",
            "ContentDeleted",
            "All content successfully deleted, may be waiting on finalization",
            False,
        ),
        (
            "NamespaceContentRemaining",
            "SomeResourcesRemain",
            f"Some resources are remaining: {remaining}",
            True,
        )
        if left
        else (
            "NamespaceContentRemaining",
            "ContentRemoved",
            "All content successfully removed",
            False,
        ),
        (
            "NamespaceFinalizersRemaining",
            "SomeFinalizersRemain",
            f"Some content in the namespace has finalizers remaining: {kept}",
            True,
        )
        if kept
        else (
            "NamespaceFinalizersRemaining",
            "ContentHasNoFinalizers",
            "All content-preserving finalizers finished",
            False,
        ),
    ]
    before = {c["type"]: c for c in tx.need(key)["status"].get("conditions") or ()}
    conditions = [_condition(tx, before, parts) for parts in told]
    store.set_status(tx, key, conditions=conditions)


def _qualified(kind: Kind) -> str:
    """`pods.` and `deployments.apps`, as the conditions write them."""
    return f"{kind.plural}.{kind.group}"


def _condition(
    tx: Tx, before: dict[str, Doc], told: tuple[str, str, str, bool]
) -> dict[str, Any]:
    type_, reason, message, holds = told
    status = "True" if holds else "False"
    old = before.get(type_)
    same = old is not None and old["status"] == status
    return {
        "type": type_,
        "status": status,
        "lastTransitionTime": old["lastTransitionTime"] if same and old else tx.stamp,
        "reason": reason,
        "message": message,
    }
