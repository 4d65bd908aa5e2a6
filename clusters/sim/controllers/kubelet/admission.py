"""Whether a node takes a Pod that was put on it by name."""

from __future__ import annotations

from typing import NamedTuple

from clusters.sim.controllers.kubelet.work import Work
from clusters.sim.kube.quantity import milli, whole
from clusters.sim.kube.workloads import placing, pods


class Rejected(NamedTuple):
    reason: str
    message: str


def refusal(work: Work) -> Rejected | None:
    """Why the kubelet will not run the Pod: it does not fit, or does not belong here."""
    if not placing.fits_labels(work.spec, work.node):
        text = "node(s) didn't match Pod's node affinity/selector"
        return Rejected("NodeAffinity", f"Predicate NodeAffinity failed: {text}")
    taint = placing.untolerated(work.spec, placing.taints(work.node), ("NoExecute",))
    if taint is not None:
        text = "node(s) had untolerated taint(s)"
        return Rejected("TaintToleration", f"Predicate TaintToleration failed: {text}")
    return _room(work)


def _room(work: Work) -> Rejected | None:
    offered = work.node.get("status", {}).get("allocatable") or {}
    here = [
        pod
        for key, pod in pods.on_node(work.tx, work.cluster, work.node_name)
        if key != work.key and not pods.finished(pod)
    ]
    if "pods" in offered and len(here) + 1 > whole(offered["pods"]):
        return _out_of("pods", 1, len(here), whole(offered["pods"]))
    asked = pods.requests(work.tx.need(work.key))
    used = [pods.requests(pod) for pod in here]
    amounts = (
        (
            "cpu",
            asked.cpu,
            sum(one.cpu for one in used),
            milli(offered.get("cpu", "0")),
        ),
        (
            "memory",
            asked.memory,
            sum(one.memory for one in used),
            whole(offered.get("memory", "0")),
        ),
    )
    for resource, wants, taken, capacity in amounts:
        if resource in offered and wants and wants + taken > capacity:
            return _out_of(resource, wants, taken, capacity)
    return None


def _out_of(resource: str, wants: int, taken: int, capacity: int) -> Rejected:
    text = (
        f"Node didn't have enough resource: {resource}, requested: {wants}, "
        f"used: {taken}, capacity: {capacity}"
    )
    return Rejected(f"OutOf{resource}", text)
