"""What each phase of a node group's deletion takes away."""

from __future__ import annotations

from clusters.sim.aws.autoscaling import group as scaling
from clusters.sim.aws.ec2 import resource
from clusters.sim.aws.eks import cluster, nodegroup
from clusters.sim.aws.iam import instance_profile
from clusters.sim.controllers.nodegroup import node_role
from clusters.sim.datacenter import control_plane
from clusters.sim.kube import store
from clusters.sim.tx import Tx
from clusters.sim.world import Key


def start(tx: Tx, key: Key, phase: str) -> None:
    """What a phase does when it begins."""
    if phase == "drain" and _reachable(tx, key):
        _drain(tx, key)
    elif phase == "terminate":
        group = nodegroup.scaling_group(key, tx.need(key))
        if tx.find(group) is not None:
            scaling.delete(tx, group, force=True)


def ready(tx: Tx, key: Key, phase: str) -> bool:
    """Whether a phase may end, apart from its time."""
    if phase != "terminate":
        return True
    return tx.find(nodegroup.scaling_group(key, tx.need(key))) is None


def finish(tx: Tx, key: Key, phase: str) -> None:
    """What a phase does when it ends."""
    if phase == "terminate" and _reachable(tx, key):
        _forget_nodes(tx, key)
    elif phase == "clean-up":
        _clean_up(tx, key)


def forget(tx: Tx, key: Key) -> None:
    for update, doc in tx.list("eks.Update", key.scope):
        if doc["_"]["nodegroup"] == key.name:
            tx.remove(update)
    tx.remove(key)
    text = f"Node group {key.name} is deleted."
    tx.tell(key, "eks", "NodegroupDeleted", text, owner="both")


def _reachable(tx: Tx, key: Key) -> bool:
    return control_plane.writable(tx, cluster.id_of(tx, nodegroup.cluster_of(key)))


def _drain(tx: Tx, key: Key) -> None:
    """Cordon the nodes and ask their Pods to leave; those of DaemonSets stay."""
    found = nodegroup.nodes(tx, key, tx.need(key))
    with tx.edit(key) as doc:
        doc["_"]["nodes"] = [node.name for node, _ in found]
    for node, _ in found:
        with store.update(tx, node, manager="eks") as doc:
            doc["spec"]["unschedulable"] = True
    for node, _ in found:
        for pod, body in tx.by("k8s.Pod", "node", node.name):
            if pod.scope.partition("/")[0] == node.scope and _leaves(body):
                store.delete(tx, pod)


def _leaves(pod: dict[str, object]) -> bool:
    meta = pod["metadata"]
    references = meta.get("ownerReferences") or () if isinstance(meta, dict) else ()
    return not any(owner["kind"] == "DaemonSet" for owner in references)


def _forget_nodes(tx: Tx, key: Key) -> None:
    """The instances are gone, and their Nodes with them."""
    here = cluster.id_of(tx, nodegroup.cluster_of(key))
    for name in tx.need(key)["_"].get("nodes", ()):
        node = Key("k8s.Node", here, name)
        if tx.find(node) is not None:
            store.delete(tx, node)


def _clean_up(tx: Tx, key: Key) -> None:
    doc, region = tx.need(key), nodegroup.cluster_of(key).scope
    made = [
        resource.LAUNCH_TEMPLATE.key(region, doc["_"].get("launch_template", "")),
        instance_profile.key(nodegroup.made_name(doc)),
    ]
    for thing in made:
        if tx.find(thing) is not None:
            tx.remove(thing)
    if node_role.mappable(tx, key):
        node_role.remove(tx, key)
