"""The taints that a node's condition brings, and the Pods that do not bear them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.kube import events, store
from clusters.sim.kube.workloads import conditions, placing, pods
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key

NOT_READY = "node.kubernetes.io/not-ready"
UNREACHABLE = "node.kubernetes.io/unreachable"
UNSCHEDULABLE = "node.kubernetes.io/unschedulable"
OURS = (NOT_READY, UNREACHABLE, UNSCHEDULABLE)
COMPONENT = "taint-eviction-controller"
NO_EXECUTE = "NoExecute"


def put(tx: Tx, key: Key, *, evicting: bool) -> None:
    """Bring the node's taints in line with its Ready condition and its cordon."""
    node = tx.need(key)
    ready = conditions.condition(node.get("status", {}), "Ready")
    state = ready["status"] if ready else "Unknown"
    wanted: list[dict[str, Any]] = []
    name = {"False": NOT_READY, "Unknown": UNREACHABLE}.get(state)
    if name:
        wanted.append({"key": name, "effect": "NoSchedule"})
        if evicting:
            wanted.append({"key": name, "effect": NO_EXECUTE})
    if node["spec"].get("unschedulable"):
        wanted.append({"key": UNSCHEDULABLE, "effect": "NoSchedule"})
    old = list(placing.taints(node))
    kept = [taint for taint in old if taint["key"] not in OURS]
    have = [(t["key"], t["effect"]) for t in old if t["key"] in OURS]
    if sorted(have) == sorted((t["key"], t["effect"]) for t in wanted):
        return
    known = {(t["key"], t["effect"]): t for t in old}
    new = [
        known.get((t["key"], t["effect"])) or {**t, "timeAdded": tx.stamp}
        for t in wanted
    ]
    with store.update(tx, key, manager="kube-controller-manager") as body:
        body["spec"]["taints"] = [*kept, *new]
        if not body["spec"]["taints"]:
            del body["spec"]["taints"]


def evict(tx: Tx, key: Key) -> float | None:
    """Mark the Pods whose patience is over; seconds until the next one's is."""
    _note_times(tx, key)
    node = tx.need(key)
    times: dict[str, float] = node.get("_", {}).get("tainted", {})
    taints = [t for t in placing.taints(node) if t["effect"] == NO_EXECUTE]
    soonest: float | None = None
    for at, pod in pods.on_node(tx, key.scope, key.name) if taints else ():
        if pods.terminating(pod) or pods.finished(pod):
            continue
        ends = due(pod, taints, times)
        if ends is not None and ends <= tx.now:
            _mark_for_deletion(tx, at)
        elif ends is not None:
            soonest = min(ends, soonest or ends)
    return None if soonest is None else soonest - tx.now


def _note_times(tx: Tx, key: Key) -> None:
    """Remember since when each NoExecute taint is there; tell Pods that are spared."""
    node = tx.need(key)
    now = {t["key"] for t in placing.taints(node) if t["effect"] == NO_EXECUTE}
    before: dict[str, float] = node.get("_", {}).get("tainted", {})
    if now == set(before):
        return
    lifted = [{"key": name, "effect": NO_EXECUTE} for name in before if name not in now]
    with tx.edit(key) as body:
        body["_"]["tainted"] = {name: before.get(name, tx.now) for name in sorted(now)}
    for at, pod in pods.on_node(tx, key.scope, key.name) if lifted and not now else ():
        if not pods.terminating(pod) and due(pod, lifted, before) is not None:
            text = f"Cancelling deletion of Pod {pods.name_of(at)}"
            events.emit(tx, at, "Normal", "TaintManagerEviction", text, COMPONENT)


def due(pod: Document, taints: Sequence[Doc], times: Doc) -> float | None:
    """When a Pod must go for these taints; None while it bears them all for ever."""
    tolerations = pod["spec"].get("tolerations") or ()
    ends: list[float] = []
    for taint in taints:
        bearing = [t for t in tolerations if placing.tolerates([t], taint)]
        since = times.get(taint["key"], 0.0)
        if not bearing:
            return float(since)
        seconds = [t["tolerationSeconds"] for t in bearing if "tolerationSeconds" in t]
        ends += [since + min(seconds)] if seconds else []
    return min(ends, default=None)


def _mark_for_deletion(tx: Tx, at: Key) -> None:
    text = f"Marking for deletion Pod {pods.name_of(at)}"
    events.emit(tx, at, "Normal", "TaintManagerEviction", text, COMPONENT)
    new = {
        "type": "DisruptionTarget",
        "status": "True",
        "reason": "DeletionByTaintManager",
        "message": "Taint manager: deleting due to NoExecute taint",
    }
    with tx.edit(at) as body:
        conditions.put(body["status"], new, tx.stamp)
    store.delete(tx, at)
