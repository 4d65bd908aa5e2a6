"""One look at a Pod without a node: filter, score and bind, or say why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from clusters.sim.catalog.timings import kube as timings
from clusters.sim.commands import Doc
from clusters.sim.controllers.scheduler import messages, preemption, scores
from clusters.sim.controllers.scheduler.filters import Reason, refused
from clusters.sim.controllers.scheduler.nodes import NodeState, states
from clusters.sim.kube import events, store, version
from clusters.sim.kube.kind import cluster_of
from clusters.sim.kube.workloads import conditions, pods
from clusters.sim.registry import Again, Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

COMPONENT = "default-scheduler"
TRACED_NODES = 12
"""So many nodes a decision trace describes; it stays with the Pod."""
PASSING = ("node.kubernetes.io/", "node.cloudprovider.kubernetes.io/")
"""Taints that the platform takes away by itself."""


def _is_due(pod: Doc) -> bool:
    name = pod["spec"].get("schedulerName", COMPONENT)
    gone = pods.node_of(pod) or pods.terminating(pod) or pods.finished(pod)
    return name == COMPONENT and not gone


def _of_pod(view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    """The Pod itself; when one leaves its node, those that wait for room."""
    there = view.find(key)
    if there is not None and not pods.node_of(there):
        return (key,) if _is_due(there) else ()
    if there is None or pods.finished(there):
        return _waiting(view, cluster_of(key))
    return ()


def _of_node(view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    return _waiting(view, key.scope)


def _waiting(view: Reader, cluster: str) -> Iterable[Key]:
    return [key for key, pod in pods.unbound(view, cluster) if _is_due(pod)]


@controller(
    "scheduler",
    watches("k8s.Pod", to=_of_pod),
    watches("k8s.Node", to=_of_node),
    in_cluster=True,
)
def reconcile(tx: Tx, key: Key) -> Wait:
    pod = tx.find(key)
    if pod is None or not _is_due(pod):
        return None
    if pod["spec"].get("schedulingGates"):
        _say_gated(tx, key)
        return None
    left = pod.get("_", {}).get("schedule", {}).get("not_before", 0.0) - tx.now
    if left > 0:
        return Again(left)
    cluster = cluster_of(key)
    nodes, minor = states(tx, cluster), version.minor(tx, cluster)
    missing = _missing_claim(tx, key, pod)
    if missing:
        _fail(tx, key, messages.prefiltered(len(nodes), missing), {}, "you")
        return None
    refusals: dict[str, tuple[str, Sequence[Reason]]] = {
        node.name: refused(pod, node, minor) for node in nodes
    }
    fitting = [node for node in nodes if not refusals[node.name][1]]
    if fitting:
        _bind(tx, key, pod, fitting, refusals)
        return None
    _give_up(tx, key, pod, nodes, refusals)
    return None


def _bind(
    tx: Tx,
    key: Key,
    pod: Document,
    fitting: Sequence[NodeState],
    refusals: Mapping[str, tuple[str, Sequence[Reason]]],
) -> None:
    table = scores.scores(pod, fitting)
    best = max(scores.total(row) for row in table.values())
    tied = [name for name, row in table.items() if scores.total(row) == best]
    chosen = tied[0] if len(tied) == 1 else tx.rng.choice(tied)
    trace = _refused_trace(refusals)
    for name, row in table.items():
        trace[name] = {"scores": row, "total": scores.total(row)}
    with tx.edit(key) as body:
        body["spec"]["nodeName"] = chosen
        status = body.setdefault("status", {})
        status.pop("nominatedNodeName", None)
        conditions.put(status, {"type": "PodScheduled", "status": "True"}, tx.stamp)
        past = body["_"].get("schedule", {})
        body["_"]["schedule"] = {
            "attempt": past.get("attempt", 0) + 1,
            "at": tx.now,
            "chosen": chosen,
            "tied": len(tied),
            "nodes": _shortened(trace, chosen),
        }
    text = f"Successfully assigned {pods.name_of(key)} to {chosen}"
    events.emit(tx, key, "Normal", "Scheduled", text, COMPONENT)


def _give_up(
    tx: Tx,
    key: Key,
    pod: Document,
    nodes: Sequence[NodeState],
    refusals: Mapping[str, tuple[str, Sequence[Reason]]],
) -> None:
    reasons = {name: why for name, (_, why) in refusals.items()}
    minor = version.minor(tx, cluster_of(key))
    plan = preemption.plan(pod, reasons, nodes, minor) if nodes else preemption.Plan()
    text = messages.sentence(reasons, plan.why)
    _fail(tx, key, text, _refused_trace(refusals), _whose_move(nodes, refusals))
    if plan.node:
        store.set_status(tx, key, nominatedNodeName=plan.node)
        for victim in plan.victims:
            _preempt(tx, victim, pod, plan.node)


def _preempt(tx: Tx, victim: Key, pod: Document, node: str) -> None:
    uid = pod["metadata"]["uid"]
    with tx.edit(victim) as body:
        new = {
            "type": "DisruptionTarget",
            "status": "True",
            "reason": "PreemptionByScheduler",
            "message": f"{COMPONENT}: preempting to accommodate a higher priority pod",
        }
        conditions.put(body["status"], new, tx.stamp)
    text = f"Preempted by pod {uid} on node {node}"
    events.emit(tx, victim, "Normal", "Preempted", text, COMPONENT)
    if not pods.terminating(tx.need(victim)):
        store.delete(tx, victim)


def _fail(tx: Tx, key: Key, text: str, trace: dict[str, Any], next_: str) -> None:
    with tx.edit(key) as body:
        new = {
            "type": "PodScheduled",
            "status": "False",
            "reason": "Unschedulable",
            "message": text,
        }
        conditions.put(body.setdefault("status", {}), new, tx.stamp)
        attempt = body["_"].get("schedule", {}).get("attempt", 0) + 1
        first = timings.SCHEDULER_BACKOFF_FIRST.seconds
        wait = min(
            timings.SCHEDULER_BACKOFF_LONGEST.seconds, first * 2.0 ** (attempt - 1)
        )
        body["_"]["schedule"] = {
            "attempt": attempt,
            "at": tx.now,
            "not_before": tx.now + wait,
            "nodes": _shortened(trace),
            "message": text,
        }
    events.emit(tx, key, "Warning", "FailedScheduling", text, COMPONENT, next=next_)


def _say_gated(tx: Tx, key: Key) -> None:
    with tx.edit(key) as body:
        new = {
            "type": "PodScheduled",
            "status": "False",
            "reason": "SchedulingGated",
            "message": "Scheduling is blocked due to non-empty scheduling gates",
        }
        conditions.put(body.setdefault("status", {}), new, tx.stamp)


def _missing_claim(view: Reader, key: Key, pod: Document) -> str:
    """What keeps a Pod whose volume claims are not there from any node."""
    for volume in pod["spec"].get("volumes") or ():
        name = (volume.get("persistentVolumeClaim") or {}).get("claimName")
        if (
            name
            and view.find(Key("k8s.PersistentVolumeClaim", key.scope, name)) is None
        ):
            return f'persistentvolumeclaim "{name}" not found'
    return ""


def _whose_move(
    nodes: Sequence[NodeState], refusals: Mapping[str, tuple[str, Sequence[Reason]]]
) -> str:
    """Nobody's, while nodes are only on their way to Ready; else the learner's."""
    on_the_way = [
        node
        for node in nodes
        if refusals[node.name][0] == "TaintToleration"
        and any(
            t["key"].startswith(PASSING) for t in node.doc["spec"].get("taints") or ()
        )
    ]
    return "nobody" if on_the_way else "you"


def _refused_trace(
    refusals: Mapping[str, tuple[str, Sequence[Reason]]],
) -> dict[str, Any]:
    return {
        name: {"plugin": plugin, "reasons": [reason.text for reason in reasons]}
        for name, (plugin, reasons) in refusals.items()
        if reasons
    }


def _shortened(trace: dict[str, Any], chosen: str = "") -> dict[str, Any]:
    names = sorted(
        trace, key=lambda name: (name != chosen, -trace[name].get("total", 0), name)
    )
    return {name: trace[name] for name in names[:TRACED_NODES]}
