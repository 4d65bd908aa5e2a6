"""Which of the nodes that will do is the best: the score plugins and their weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from clusters.sim.commands import Doc
from clusters.sim.controllers.scheduler.nodes import NodeState, scored
from clusters.sim.kube.ownership import controller_of
from clusters.sim.kube.workloads import placing
from clusters.sim.world import Document

BEST = 100
ZONE, HOST = "topology.kubernetes.io/zone", "kubernetes.io/hostname"
WEIGHTS = {
    "TaintToleration": 3,
    "NodeAffinity": 2,
    "PodTopologySpread": 2,
    "NodeResourcesFit": 1,
    "NodeResourcesBalancedAllocation": 1,
}


def scores(pod: Document, nodes: Sequence[NodeState]) -> dict[str, dict[str, int]]:
    """For each node, each plugin's score from 0 to 100."""
    table = {
        "TaintToleration": _reversed(
            _scaled({n.name: _soft_taints(pod, n) for n in nodes})
        ),
        "NodeAffinity": _scaled(
            {n.name: placing.preferred(pod["spec"], n.doc) for n in nodes}
        ),
        "PodTopologySpread": _spread(pod, nodes),
        "NodeResourcesFit": {n.name: _least_allocated(pod, n) for n in nodes},
        "NodeResourcesBalancedAllocation": {n.name: _balanced(pod, n) for n in nodes},
    }
    return {n.name: {plugin: table[plugin][n.name] for plugin in table} for n in nodes}


def total(of_node: Mapping[str, int]) -> int:
    return sum(WEIGHTS[plugin] * score for plugin, score in of_node.items())


def _soft_taints(pod: Document, node: NodeState) -> int:
    tolerations = pod["spec"].get("tolerations") or ()
    soft = [t for t in placing.taints(node.doc) if t["effect"] == "PreferNoSchedule"]
    return sum(not placing.tolerates(tolerations, taint) for taint in soft)


def _fractions(pod: Document, node: NodeState) -> tuple[float, float]:
    """cpu and memory taken with the Pod on the node, as fractions."""
    cpu, memory = scored(pod)
    offered = node.offered.get("cpu", 0) or 1, node.offered.get("memory", 0) or 1
    return (node.scored[0] + cpu) / offered[0], (node.scored[1] + memory) / offered[1]


def _least_allocated(pod: Document, node: NodeState) -> int:
    return sum(int(max(0.0, 1 - part) * BEST) for part in _fractions(pod, node)) // 2


def _balanced(pod: Document, node: NodeState) -> int:
    cpu, memory = (min(part, 1.0) for part in _fractions(pod, node))
    return int((1 - abs(cpu - memory) / 2) * BEST)


def _spread(pod: Document, nodes: Sequence[NodeState]) -> dict[str, int]:
    """The default soft spread: few siblings in the zone and on the node."""
    owner = controller_of(pod)
    if owner is None:
        return {node.name: 0 for node in nodes}
    on_node = {n.name: _siblings(owner, n) for n in nodes}
    in_zone: dict[str, int] = {}
    for node in nodes:
        zone = _label(node.doc, ZONE)
        in_zone[zone] = in_zone.get(zone, 0) + on_node[node.name]
    crowd = {n.name: on_node[n.name] * 2 + in_zone[_label(n.doc, ZONE)] for n in nodes}
    return _reversed(_scaled(crowd))


def _siblings(owner: Doc, node: NodeState) -> int:
    refs = (controller_of(pod) for _, pod in node.pods)
    return sum(ref is not None and ref["uid"] == owner["uid"] for ref in refs)


def _label(node: Doc, name: str) -> str:
    value: str = (node["metadata"].get("labels") or {}).get(name, "")
    return value


def _scaled(raw: Mapping[str, int]) -> dict[str, int]:
    most = max(raw.values(), default=0)
    return {name: value * BEST // most if most else 0 for name, value in raw.items()}


def _reversed(scaled: Mapping[str, int]) -> dict[str, int]:
    return {name: BEST - value for name, value in scaled.items()}
