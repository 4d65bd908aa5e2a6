"""Which nodes a DaemonSet wants a Pod on, and which node a Pod is meant for."""

from __future__ import annotations

from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.kube.workloads import placing, pods

NODE = "node.kubernetes.io/"
AUTOMATIC = (
    (f"{NODE}not-ready", "NoExecute"),
    (f"{NODE}unreachable", "NoExecute"),
    (f"{NODE}disk-pressure", "NoSchedule"),
    (f"{NODE}memory-pressure", "NoSchedule"),
    (f"{NODE}pid-pressure", "NoSchedule"),
    (f"{NODE}unschedulable", "NoSchedule"),
)
NAME_FIELD = "metadata.name"


def tolerations(spec: Doc) -> list[Any]:
    """The template's tolerations with those every daemon has."""
    wanted = list(AUTOMATIC)
    if spec.get("hostNetwork"):
        wanted.append((f"{NODE}network-unavailable", "NoSchedule"))
    own = list(spec.get("tolerations") or ())
    for key, effect in wanted:
        item = {"key": key, "operator": "Exists", "effect": effect}
        if item not in own:
            own.append(item)
    return own


def wants(template_spec: Doc, node: Doc) -> tuple[bool, bool]:
    """Whether a node should get the daemon, and whether it may keep one it has."""
    spec = {**template_spec, "tolerations": tolerations(template_spec)}
    if not placing.fits_labels(spec, node):
        return False, False
    taints = placing.taints(node)
    should = placing.untolerated(spec, taints, placing.NO_SCHEDULE) is None
    keeps = placing.untolerated(spec, taints, ("NoExecute",)) is None
    return should, keeps


def aimed_at(template_spec: Doc, node: str) -> dict[str, Any]:
    """A spec that only this node fits: the scheduler still decides."""
    field = {"key": NAME_FIELD, "operator": "In", "values": [node]}
    affinity = dict(template_spec.get("affinity") or {})
    at_nodes = dict(affinity.get("nodeAffinity") or {})
    required = at_nodes.get("requiredDuringSchedulingIgnoredDuringExecution") or {}
    terms = required.get("nodeSelectorTerms") or [{}]
    at_nodes["requiredDuringSchedulingIgnoredDuringExecution"] = {
        "nodeSelectorTerms": [{**term, "matchFields": [field]} for term in terms]
    }
    affinity["nodeAffinity"] = at_nodes
    return {
        **template_spec,
        "affinity": affinity,
        "tolerations": tolerations(template_spec),
    }


def target(pod: Doc) -> str:
    """The node that a daemon's Pod is on, or meant for."""
    if pods.node_of(pod):
        return pods.node_of(pod)
    at_nodes = (pod["spec"].get("affinity") or {}).get("nodeAffinity") or {}
    required = at_nodes.get("requiredDuringSchedulingIgnoredDuringExecution") or {}
    for term in required.get("nodeSelectorTerms") or ():
        for field in term.get("matchFields") or ():
            if field["key"] == NAME_FIELD:
                return str(field["values"][0])
    return ""
