"""Preemption: whether Pods of lower priority could give way, and which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from clusters.sim.controllers.scheduler import messages
from clusters.sim.controllers.scheduler.filters import Reason, refused
from clusters.sim.controllers.scheduler.nodes import NodeState, with_pods
from clusters.sim.kube.workloads import pods
from clusters.sim.world import Document, Key

Pods = list[tuple[Key, Document]]


class Plan(NamedTuple):
    """Whom to move off which node; or, in `why`, what the scheduler says instead."""

    node: str = ""
    victims: Sequence[Key] = ()
    why: str = ""


def plan(
    pod: Document,
    refusals: Mapping[str, Sequence[Reason]],
    nodes: Sequence[NodeState],
    minor: int,
) -> Plan:
    """The least harmful preemption that lets the Pod run."""
    if pod["spec"].get("preemptionPolicy") == "Never":
        return Plan(why=messages.NEVER)
    if _is_waiting(pod, nodes):
        return Plan(why=messages.WAITING)
    found: list[tuple[tuple[object, ...], str, Pods]] = []
    for node in nodes:
        if all(reason.resolvable for reason in refusals[node.name]):
            victims = _victims(pod, node, minor)
            if victims:
                found.append((_harm(victims), node.name, victims))
    if not found:
        return Plan(why=messages.no_victims(refusals))
    _, name, victims = min(found, key=lambda one: one[:2])
    return Plan(name, [key for key, _ in victims])


def _is_waiting(pod: Document, nodes: Sequence[NodeState]) -> bool:
    nominated = pod.get("status", {}).get("nominatedNodeName")
    return any(
        pods.terminating(other) and _priority(other) < _priority(pod)
        for node in nodes
        if node.name == nominated
        for _, other in node.pods
    )


def _victims(pod: Document, node: NodeState, minor: int) -> Pods:
    """Lower Pods that must go; those that can stay are spared, highest first."""
    lower = [item for item in node.pods if _priority(item[1]) < _priority(pod)]
    kept = [item for item in node.pods if _priority(item[1]) >= _priority(pod)]
    if not lower or refused(pod, with_pods(node.doc, kept), minor)[1]:
        return []
    victims: Pods = []
    for item in sorted(lower, key=lambda i: (-_priority(i[1]), _started(i[1]), i[0])):
        if refused(pod, with_pods(node.doc, [*kept, item]), minor)[1]:
            victims.append(item)
        else:
            kept.append(item)
    return victims


def _harm(victims: Pods) -> tuple[object, ...]:
    priorities = [_priority(pod) for _, pod in victims]
    latest = min(_started(pod) for _, pod in victims)
    return (max(priorities), sum(priorities), len(victims), -latest)


def _priority(pod: Document) -> int:
    value: int = pod["spec"].get("priority") or 0
    return value


def _started(pod: Document) -> float:
    seconds: float = pod.get("_", {}).get("created", 0.0)
    return seconds
