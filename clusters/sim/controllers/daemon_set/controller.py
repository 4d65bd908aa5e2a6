"""One look at a DaemonSet: create, delete, roll, count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clusters.sim.commands import Doc
from clusters.sim.controllers.daemon_set import nodes, revisions
from clusters.sim.errors import Refusal
from clusters.sim.kube import events, ownership, selectors, store
from clusters.sim.kube.workloads import (
    conditions,
    making,
    owners,
    pods,
    retries,
    rolling,
)
from clusters.sim.registry import Again, Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

COMPONENT = "daemonset-controller"
AT_ONCE = 0.001
"""A Pod that goes without a kubelet's help is not reported to who deleted it."""
GENERATION = "deprecated.daemonset.template.generation"
Pods = list[tuple[Key, Document]]


def _of_pod(view: Reader, key: Key, doc: Doc) -> Iterable[Key]:
    if ownership.controller_of(doc) is not None:
        return owners.owner_key("DaemonSet", key, doc)
    return [
        found
        for found, body in view.list("k8s.DaemonSet", key.scope)
        if selectors.selects(body["spec"]["selector"], doc["metadata"].get("labels"))
    ]


def _of_node(view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    return [found for found, _ in view.list("k8s.DaemonSet", key.scope)]


@controller(
    "daemon-set",
    watches("k8s.DaemonSet"),
    watches("k8s.Pod", to=_of_pod),
    watches("k8s.Node", to=_of_node),
    in_cluster=True,
)
def reconcile(tx: Tx, key: Key) -> Wait:
    daemon_set = tx.find(key)
    if daemon_set is None:
        return None
    wait: Wait = None
    hashed = ""
    if not pods.terminating(daemon_set):
        hashed = revisions.current(tx, key)
        wait = _manage(tx, key, hashed)
        if wait is None and _roll(tx, key, hashed):
            wait = AT_ONCE
    available_in = _count(tx, key, hashed)
    return available_in or wait


def _manage(tx: Tx, key: Key, hashed: str) -> Wait:
    """See that every wanted node has exactly one Pod."""
    daemon_set = tx.need(key)
    spec = daemon_set["spec"]["template"]["spec"]
    at_nodes = _by_node(tx, key)
    missing: list[str] = []
    known = set()
    for node_key, node in tx.list("k8s.Node", key.scope.partition("/")[0]):
        known.add(node_key.name)
        should, keeps = nodes.wants(spec, node)
        here = at_nodes.get(node_key.name, [])
        if _delete_failed(tx, key, here, node_key.name):
            return AT_ONCE
        running = [item for item in here if not pods.terminating(item[1])]
        if should and not here:
            missing.append(node_key.name)
        _delete(tx, key, running[1:] if keeps else running)
    stray = [i for name, here in at_nodes.items() if name not in known for i in here]
    _delete(tx, key, [item for item in stray if not pods.node_of(item[1])])
    return _create(tx, key, missing, hashed)


def _by_node(tx: Tx, key: Key) -> dict[str, Pods]:
    found: dict[str, Pods] = {}
    for item in owners.owned(tx, "k8s.Pod", tx.need(key)):
        found.setdefault(nodes.target(item[1]), []).append(item)
    return found


def _delete_failed(tx: Tx, key: Key, here: Pods, node: str) -> bool:
    over = [
        item
        for item in here
        if pods.finished(item[1]) and not pods.terminating(item[1])
    ]
    for at, pod in over:
        place = f"daemon pod {pods.name_of(at)} on node {node}"
        failed = pod["status"]["phase"] == "Failed"
        reason = "FailedDaemonPod" if failed else "SucceededDaemonPod"
        tail = "will try to kill it" if failed else "will try to delete it"
        text = f"Found {'failed' if failed else 'succeeded'} {place}, {tail}"
        events.emit(tx, key, "Warning" if failed else "Normal", reason, text, COMPONENT)
    _delete(tx, key, over)
    return bool(over)


def _delete(tx: Tx, key: Key, gone: Sequence[tuple[Key, Document]]) -> bool:
    """Delete Pods; True when one of them is gone already."""
    for at, _ in gone:
        store.delete(tx, at)
        text = f"Deleted pod: {at.name}"
        events.emit(tx, key, "Normal", "SuccessfulDelete", text, COMPONENT)
    return any(tx.find(at) is None for at, _ in gone)


def _create(tx: Tx, key: Key, missing: list[str], hashed: str) -> Wait:
    left = retries.left(tx.need(key), tx.now)
    if missing and left:
        return Again(left)
    daemon_set = tx.need(key)
    notes = daemon_set["metadata"].get("annotations") or {}
    labels = {
        revisions.HASH: hashed,
        "pod-template-generation": notes.get(GENERATION, "1"),
    }
    for node in missing:
        spec = nodes.aimed_at(daemon_set["spec"]["template"]["spec"], node)
        try:
            made = making.make_pod(tx, key, daemon_set, labels=labels, spec=spec)
        except Refusal as refusal:
            text = f"Error creating: {refusal.message}"
            events.emit(tx, key, "Warning", "FailedCreate", text, COMPONENT, next="you")
            return retries.note(tx, key)
        text = f"Created pod: {made['metadata']['name']}"
        events.emit(tx, key, "Normal", "SuccessfulCreate", text, COMPONENT)
    retries.forget(tx, key)
    return None


def _roll(tx: Tx, key: Key, hashed: str) -> bool:
    """Delete old Pods, as many as may be unavailable; True when one is gone already."""
    daemon_set = tx.need(key)
    strategy = daemon_set["spec"].get("updateStrategy") or {}
    found = owners.owned(tx, "k8s.Pod", daemon_set)
    revisions.tidy(tx, key, {_hash(pod) for _, pod in found})
    if strategy.get("type", "RollingUpdate") != "RollingUpdate":
        return False
    old = [i for i in found if _hash(i[1]) != hashed and not pods.terminating(i[1])]
    if not old:
        return False
    wanted = _desired(tx, key)
    limit = (strategy.get("rollingUpdate") or {}).get("maxUnavailable", 1)
    soon = daemon_set["spec"].get("minReadySeconds", 0)
    up = sum(_is_available(pod, soon, tx.now) for _, pod in found)
    broken = [i for i in old if not _is_available(i[1], soon, tx.now)]
    sound = [i for i in old if _is_available(i[1], soon, tx.now)]
    spare = max(1, rolling.amount(limit, wanted, up=True)) - (wanted - up)
    return _delete(tx, key, [*broken, *sound[: max(0, spare)]])


def _hash(pod: Doc) -> str:
    hashed: str = (pod["metadata"].get("labels") or {}).get(revisions.HASH, "")
    return hashed


def _is_available(pod: Document, soon: float, now: float) -> bool:
    return not pods.terminating(pod) and pods.available_at(pod, soon) <= now


def _desired(tx: Tx, key: Key) -> int:
    spec = tx.need(key)["spec"]["template"]["spec"]
    every = tx.list("k8s.Node", key.scope.partition("/")[0])
    return sum(nodes.wants(spec, node)[0] for _, node in every)


def _count(tx: Tx, key: Key, present: str) -> float | None:
    """Write the status; answers when the next ready Pod becomes available."""
    daemon_set = tx.need(key)
    template = daemon_set["spec"]["template"]["spec"]
    soon = daemon_set["spec"].get("minReadySeconds", 0)
    at_nodes = _by_node(tx, key)
    counts = dict.fromkeys(
        ("desired", "current", "strays", "ready", "updated", "up"), 0
    )
    for node_key, node in tx.list("k8s.Node", key.scope.partition("/")[0]):
        here = [
            pod
            for _, pod in at_nodes.get(node_key.name, [])
            if not pods.terminating(pod)
        ]
        should, _ = nodes.wants(template, node)
        counts["desired"] += should
        counts["strays"] += not should and bool(here)
        if should and here:
            counts["current"] += 1
            counts["ready"] += pods.ready(here[0])
            counts["updated"] += _hash(here[0]) == present
            counts["up"] += _is_available(here[0], soon, tx.now)
    _write(tx, key, counts)
    every = [pod for here in at_nodes.values() for _, pod in here]
    ahead = [pods.available_at(pod, soon) - tx.now for pod in every]
    return min((s for s in ahead if 0 < s < float("inf")), default=None)


def _write(tx: Tx, key: Key, counts: dict[str, int]) -> None:
    daemon_set = tx.need(key)
    missing = counts["desired"] - counts["up"]
    optional = {
        "updatedNumberScheduled": counts["updated"],
        "numberAvailable": counts["up"],
        "numberUnavailable": missing,
    }
    status = {
        "currentNumberScheduled": counts["current"],
        "numberMisscheduled": counts["strays"],
        "desiredNumberScheduled": counts["desired"],
        "numberReady": counts["ready"],
        "observedGeneration": daemon_set["metadata"].get("generation", 1),
        **{name: value for name, value in optional.items() if value},
    }
    conditions.write(tx, key, status)
