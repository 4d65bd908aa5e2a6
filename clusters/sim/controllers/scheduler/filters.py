"""Why a node will not do: the filter plugins, in their order, with their words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from clusters.sim.controllers.scheduler.nodes import NodeState, Port, ports, wanted
from clusters.sim.kube.workloads import placing
from clusters.sim.world import Document

TAINTS_UNNAMED_SINCE = 35
WHOLE_NODE_SINCE = 34
"""From 1.34 on a request beyond the whole node is known to be hopeless."""
UNSCHEDULABLE = {"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"}
ANY = "0.0.0.0"  # noqa: S104 host ports bound to every address


class Reason(NamedTuple):
    """One reason; preemption cannot help where it is not resolvable."""

    text: str
    resolvable: bool = True


Filter: TypeAlias = Callable[[Document, NodeState, int], Sequence[Reason]]


def _unschedulable(pod: Document, node: NodeState, _minor: int) -> Sequence[Reason]:
    cordoned = node.doc["spec"].get("unschedulable")
    tolerations = pod["spec"].get("tolerations") or ()
    if not cordoned or placing.tolerates(tolerations, UNSCHEDULABLE):
        return ()
    return (Reason("node(s) were unschedulable", resolvable=False),)


def _taints(pod: Document, node: NodeState, minor: int) -> Sequence[Reason]:
    taint = placing.untolerated(
        pod["spec"], placing.taints(node.doc), placing.NO_SCHEDULE
    )
    if taint is None:
        return ()
    text = "node(s) had untolerated taint(s)"
    if minor < TAINTS_UNNAMED_SINCE:
        text = f"node(s) had untolerated taint {{{taint['key']}: {taint.get('value') or ''}}}"
    return (Reason(text, resolvable=False),)


def _affinity(pod: Document, node: NodeState, _minor: int) -> Sequence[Reason]:
    if placing.fits_labels(pod["spec"], node.doc):
        return ()
    text = "node(s) didn't match Pod's node affinity/selector"
    return (Reason(text, resolvable=False),)


def _ports(pod: Document, node: NodeState, _minor: int) -> Sequence[Reason]:
    asked = ports(pod)
    if not any(_clash(one, other) for one in asked for other in node.ports):
        return ()
    return (Reason("node(s) didn't have free ports for the requested pod ports"),)


def _clash(one: Port, other: Port) -> bool:
    same_address = one[0] == other[0] or ANY in {one[0], other[0]}
    return same_address and one[1:] == other[1:]


def _resources(pod: Document, node: NodeState, minor: int) -> Sequence[Reason]:
    """All of its reasons are counted, so a node may appear twice."""
    reasons = []
    if node.free("pods") < 1:
        reasons.append(Reason("Too many pods"))
    for resource, amount in wanted(pod).items():
        if amount > node.free(resource):
            hopeless = (
                amount > node.offered.get(resource, 0) and minor >= WHOLE_NODE_SINCE
            )
            reasons.append(Reason(f"Insufficient {resource}", resolvable=not hopeless))
    return reasons


FILTERS: tuple[tuple[str, Filter], ...] = (
    ("NodeUnschedulable", _unschedulable),
    ("TaintToleration", _taints),
    ("NodeAffinity", _affinity),
    ("NodePorts", _ports),
    ("NodeResourcesFit", _resources),
)


def refused(pod: Document, node: NodeState, minor: int) -> tuple[str, Sequence[Reason]]:
    """The first plugin that will not have the node, and why; "" when all will."""
    for name, check in FILTERS:
        reasons = check(pod, node, minor)
        if reasons:
            return name, reasons
    return "", ()
