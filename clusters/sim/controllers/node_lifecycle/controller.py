"""One look at a Node: is it heard of, what is it marked with, who must leave it."""

from __future__ import annotations

from collections.abc import Iterable

from clusters.sim.catalog.timings import kube as timings
from clusters.sim.commands import Doc
from clusters.sim.controllers.node_lifecycle import contact, taints
from clusters.sim.kube import events, version
from clusters.sim.kube.workloads import conditions, machines, pods
from clusters.sim.registry import Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

COMPONENT = "node-controller"
LONGER_GRACE_SINCE = 32
SILENT = "Kubelet stopped posting node status."


def _of_node(view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    """The Node; and silent ones, whose Pods may leave once there is somewhere to go."""
    silent = [
        k for k, node in view.list("k8s.Node", key.scope) if machines.is_lost(node)
    ]
    return [key, *(other for other in silent if other != key)]


@controller(
    "node-lifecycle",
    watches("k8s.Node", to=_of_node),
    watches("ec2.Instance", to=contact.of_instance),
    watches("ec2.NetworkInterface", to=contact.of_interface),
    watches("eks.Cluster", to=contact.of_cluster),
    watches("ec2.SecurityGroup", to=contact.of_region),
    watches("ec2.RouteTable", to=contact.of_region),
    watches("ec2.InternetGateway", to=contact.of_region),
    watches("ec2.NatGateway", to=contact.of_region),
    watches("ec2.Vpc", to=contact.of_region),
    in_cluster=True,
)
def reconcile(tx: Tx, key: Key) -> Wait:
    node = tx.find(key)
    if node is None:
        text = f"Node {key.name} event: Removing Node {key.name} from Controller"
        events.emit(tx, key, "Normal", "RemovingNode", text, COMPONENT)
        return None
    if "registered" not in node.get("_", {}):
        _register(tx, key)
    silent_for = _listen(tx, key, tx.need(key))
    if silent_for is not None:
        left = _grace(tx, key) - silent_for
        if left > 0:
            return left
        _mark_unknown(tx, key)
    taints.put(tx, key, evicting=_has_elsewhere(tx, key))
    return taints.evict(tx, key)


def _register(tx: Tx, key: Key) -> None:
    with tx.edit(key) as body:
        body.setdefault("_", {})["registered"] = tx.now
    text = f"Node {key.name} event: Registered Node {key.name} in Controller"
    events.emit(tx, key, "Normal", "RegisteredNode", text, COMPONENT)


def _listen(tx: Tx, key: Key, node: Document) -> float | None:
    """For how long the node has been silent; None when it is heard of."""
    if contact.is_heard(tx, key, node):
        if machines.is_lost(node):
            _welcome_back(tx, key)
        return None
    if not machines.is_lost(node):
        with tx.edit(key) as body:
            body["_"][machines.LOST] = tx.now
        return 0.0
    since: float = node["_"][machines.LOST]
    return tx.now - since


def _grace(view: Reader, key: Key) -> float:
    newer = version.minor(view, key.scope) >= LONGER_GRACE_SINCE
    return (timings.LEASE_GRACE if newer else timings.LEASE_GRACE_OLD).seconds


def _mark_unknown(tx: Tx, key: Key) -> None:
    """Nobody knows how the node is: say so, once, of it and of its Pods."""
    node = tx.need(key)
    if "silenced" in node["_"]:
        return
    with tx.edit(key) as body:
        body["_"]["silenced"] = node["status"].get("conditions", [])
        for condition in body["status"].get("conditions", []):
            condition.update(
                status="Unknown",
                reason="NodeStatusUnknown",
                message=SILENT,
                lastTransitionTime=tx.stamp,
            )
    text = f"Node {key.name} status is now: NodeNotReady"
    events.emit(tx, key, "Normal", "NodeNotReady", text, COMPONENT, next="you")
    for at, pod in pods.on_node(tx, key.scope, key.name):
        if not pods.ready(pod):
            continue
        with tx.edit(at) as body:
            conditions.put(
                body["status"], {"type": "Ready", "status": "False"}, tx.stamp
            )
            body["_"].pop("ready", None)
        events.emit(tx, at, "Warning", "NodeNotReady", "Node is not ready", COMPONENT)


def _welcome_back(tx: Tx, key: Key) -> None:
    """The kubelet posts its status again."""
    node = tx.need(key)
    with tx.edit(key) as body:
        del body["_"][machines.LOST]
        for condition in body["_"].pop("silenced", []):
            new = {k: v for k, v in condition.items() if k != "lastTransitionTime"}
            conditions.put(body["status"], new, tx.stamp)
    if "silenced" in node["_"] and conditions.is_true(tx.need(key)["status"], "Ready"):
        text = f"Node {key.name} status is now: NodeReady"
        events.emit(tx, key, "Normal", "NodeReady", text, "kubelet", node=key.name)


def _has_elsewhere(view: Reader, key: Key) -> bool:
    """Pods are not driven from a node when no node of the cluster is heard of."""
    return any(
        conditions.is_true(node.get("status", {}), "Ready")
        and not machines.is_lost(node)
        for _, node in view.list("k8s.Node", key.scope)
    )
