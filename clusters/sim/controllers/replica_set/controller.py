"""One look at a ReplicaSet: adopt and release, create or delete, count."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.controllers.replica_set.ranking import Pods, first_to_go
from clusters.sim.errors import Refusal
from clusters.sim.kube import events, ownership, selectors, store, version
from clusters.sim.kube.kind import cluster_of
from clusters.sim.kube.workloads import conditions, making, owners, pods, retries
from clusters.sim.registry import Again, Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

COMPONENT = "replicaset-controller"
BURST = 500
TERMINATING_SINCE = 35


def _of_pod(view: Reader, key: Key, doc: Doc) -> Iterable[Key]:
    if ownership.controller_of(doc) is not None:
        return owners.owner_key("ReplicaSet", key, doc)
    return [
        found
        for found, body in view.list("k8s.ReplicaSet", key.scope)
        if selectors.selects(body["spec"]["selector"], doc["metadata"].get("labels"))
    ]


@controller(
    "replica-set",
    watches("k8s.ReplicaSet"),
    watches("k8s.Pod", to=_of_pod),
    in_cluster=True,
)
def reconcile(tx: Tx, key: Key) -> Wait:
    replica_set = tx.find(key)
    if replica_set is None:
        return None
    wait: Wait = None
    if not pods.terminating(replica_set):
        _adopt(tx, key, replica_set)
        wait = _manage(tx, key, replica_set)
    return _count(tx, key) or wait


def _adopt(tx: Tx, key: Key, replica_set: Document) -> None:
    """Take over matching orphans; let go of Pods whose labels moved away."""
    selector = replica_set["spec"]["selector"]
    for at, pod in owners.orphans(tx, "k8s.Pod", key.scope):
        if pods.active(pod) and selectors.selects(
            selector, pod["metadata"].get("labels")
        ):
            with store.update(tx, at, manager=making.MANAGER) as body:
                body["metadata"].setdefault("ownerReferences", []).append(
                    ownership.reference(replica_set)
                )
    for at, pod in owners.owned(tx, "k8s.Pod", replica_set):
        if not selectors.selects(selector, pod["metadata"].get("labels")):
            with store.update(tx, at, manager=making.MANAGER) as body:
                kept = [
                    r
                    for r in body["metadata"]["ownerReferences"]
                    if not r.get("controller")
                ]
                body["metadata"]["ownerReferences"] = kept


def _manage(tx: Tx, key: Key, replica_set: Document) -> Wait:
    found = [
        item
        for item in owners.owned(tx, "k8s.Pod", replica_set)
        if pods.active(item[1])
    ]
    missing = replica_set["spec"].get("replicas", 1) - len(found)
    if missing < 0:
        for at, _ in first_to_go(found, _related(tx, replica_set), tx.now)[:-missing]:
            store.delete(tx, at)
            text = f"Deleted pod: {at.name}"
            events.emit(tx, key, "Normal", "SuccessfulDelete", text, COMPONENT)
    if missing > 0:
        return _create(tx, key, min(missing, BURST))
    if "failures" in replica_set.get("_", {}):
        _forget_failure(tx, key)
    return None


def _related(tx: Tx, replica_set: Document) -> Pods:
    """The active Pods of all ReplicaSets of the same owner: they crowd nodes together."""
    ref = ownership.controller_of(replica_set)
    if ref is None:
        return [
            i for i in owners.owned(tx, "k8s.Pod", replica_set) if pods.active(i[1])
        ]
    sets = tx.by("k8s.ReplicaSet", "owner", ref["uid"])
    return [
        i for _, s in sets for i in owners.owned(tx, "k8s.Pod", s) if pods.active(i[1])
    ]


def _create(tx: Tx, key: Key, missing: int) -> Wait:
    """Create in batches of 1, 2, 4, …; the first refusal ends it until later."""
    left = retries.left(tx.need(key), tx.now)
    if left > 0:
        return Again(left)
    batch, made = 1, 0
    while made < missing:
        results = [_create_one(tx, key) for _ in range(min(batch, missing - made))]
        refusals = [r for r in results if r is not None]
        if refusals:
            return _note_failure(tx, key, refusals[0])
        made += len(results)
        batch *= 2
    _forget_failure(tx, key)
    return None


def _create_one(tx: Tx, key: Key) -> Refusal | None:
    try:
        made = making.make_pod(tx, key, tx.need(key))
    except Refusal as refusal:
        text = f"Error creating: {refusal.message}"
        events.emit(tx, key, "Warning", "FailedCreate", text, COMPONENT, next="you")
        return refusal
    text = f"Created pod: {made['metadata']['name']}"
    events.emit(tx, key, "Normal", "SuccessfulCreate", text, COMPONENT)
    return None


def _note_failure(tx: Tx, key: Key, refusal: Refusal) -> Again:
    new = {
        "type": "ReplicaFailure",
        "status": "True",
        "reason": "FailedCreate",
        "message": refusal.message,
    }
    with tx.edit(key) as body:
        conditions.put(body.setdefault("status", {}), new, tx.stamp)
    return retries.note(tx, key)


def _forget_failure(tx: Tx, key: Key) -> None:
    retries.forget(tx, key)
    with tx.edit(key) as body:
        conditions.drop(body.setdefault("status", {}), "ReplicaFailure")


def _count(tx: Tx, key: Key) -> float | None:
    """Write the status; answers when the next ready Pod becomes available."""
    replica_set = tx.need(key)
    found = owners.owned(tx, "k8s.Pod", replica_set)
    running = [pod for _, pod in found if pods.active(pod)]
    labels = (replica_set["spec"]["template"].get("metadata") or {}).get("labels") or {}
    soon = replica_set["spec"].get("minReadySeconds", 0)
    times = [pods.available_at(pod, soon) for pod in running]
    counts = {
        "replicas": len(running),
        "fullyLabeledReplicas": sum(_labelled(pod, labels) for pod in running),
        "readyReplicas": sum(pods.ready(pod) for pod in running),
        "availableReplicas": sum(at <= tx.now for at in times),
    }
    going = sum(pods.terminating(pod) and not pods.finished(pod) for _, pod in found)
    status: dict[str, Any] = {
        name: count for name, count in counts.items() if count or name == "replicas"
    }
    if version.minor(tx, cluster_of(key)) >= TERMINATING_SINCE:
        status["terminatingReplicas"] = going
    status["observedGeneration"] = replica_set["metadata"].get("generation", 1)
    kept = (replica_set.get("status") or {}).get("conditions")
    conditions.write(tx, key, {**status, **({"conditions": kept} if kept else {})})
    ahead = [at - tx.now for at in times if tx.now < at < float("inf")]
    return min(ahead, default=None)


def _labelled(pod: Document, labels: Doc) -> bool:
    have = pod["metadata"].get("labels") or {}
    return all(have.get(name) == value for name, value in labels.items())
