"""What the scheduler does with its findings: binds, or says why not; and its trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from clusters.sim.catalog.timings import kube as timings
from clusters.sim.controllers.scheduler import messages, preemption, scores
from clusters.sim.controllers.scheduler.filters import Reason
from clusters.sim.controllers.scheduler.nodes import NodeState
from clusters.sim.kube import events, store, version
from clusters.sim.kube.kind import cluster_of
from clusters.sim.kube.workloads import conditions, pods
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key

COMPONENT = "default-scheduler"
TRACED_NODES = 12
"""So many nodes a decision trace describes; it stays with the Pod."""
PASSING = ("node.kubernetes.io/", "node.cloudprovider.kubernetes.io/")
"""Taints that the platform takes away by itself."""
Refusals: TypeAlias = Mapping[str, tuple[str, Sequence[Reason]]]
"""For each node the plugin that will not have it, and why."""


def bind(
    tx: Tx,
    key: Key,
    pod: Document,
    fitting: Sequence[NodeState],
    refusals: Refusals,
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


def give_up(
    tx: Tx,
    key: Key,
    pod: Document,
    nodes: Sequence[NodeState],
    refusals: Refusals,
) -> None:
    reasons = {name: why for name, (_, why) in refusals.items()}
    minor = version.minor(tx, cluster_of(key))
    plan = preemption.plan(pod, reasons, nodes, minor) if nodes else preemption.Plan()
    text = messages.sentence(reasons, plan.why)
    fail(tx, key, text, _refused_trace(refusals), _whose_move(nodes, refusals))
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


def fail(tx: Tx, key: Key, text: str, trace: dict[str, Any], next_: str) -> None:
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


def say_gated(tx: Tx, key: Key) -> None:
    with tx.edit(key) as body:
        new = {
            "type": "PodScheduled",
            "status": "False",
            "reason": "SchedulingGated",
            "message": "Scheduling is blocked due to non-empty scheduling gates",
        }
        conditions.put(body.setdefault("status", {}), new, tx.stamp)


def _whose_move(nodes: Sequence[NodeState], refusals: Refusals) -> str:
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
    refusals: Refusals,
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
