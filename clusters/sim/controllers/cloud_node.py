"""The cloud controller manager's part of a Node: whose machine it is, and where."""

from __future__ import annotations

from clusters.sim.catalog.timings import eks
from clusters.sim.commands import Doc
from clusters.sim.kube import events, store
from clusters.sim.kube.node_object import UNINITIALIZED
from clusters.sim.kube.workloads import conditions, machines
from clusters.sim.registry import Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

SHUTDOWN = "node.cloudprovider.kubernetes.io/shutdown"
SOURCE, LIFECYCLE = "cloud-node-controller", "cloud-node-lifecycle-controller"
GONE = ("terminated",)
STOPPED = ("stopping", "stopped")


def _nodes(view: Reader, key: Key, _doc: Doc) -> list[Key]:
    return [node for node, _ in machines.nodes_of(view, key.name)]


@controller(
    "cloud-node",
    watches("k8s.Node"),
    watches("ec2.Instance", to=_nodes),
    in_cluster=True,
)
def reconcile(tx: Tx, key: Key) -> Wait:
    node = tx.find(key)
    if node is None:
        return None
    where = machines.instance_key(tx, key.scope, node)
    instance = tx.find(where) if where else None
    if instance is None or instance["State"]["Name"] in GONE:
        return _gone(tx, key, node)
    if any(taint["key"] == UNINITIALIZED for taint in node["spec"].get("taints") or ()):
        return _initialize(tx, key, node, instance)
    _mark_stopped(tx, key, node, stopped=instance["State"]["Name"] in STOPPED)
    return None


def _initialize(tx: Tx, key: Key, node: Document, instance: Document) -> Wait:
    due: float | None = node["_"].get("sync")
    if due is None:
        takes = eks.CLOUD_NODE_SYNC.draw(tx.rng)
        with tx.edit(key) as body:
            body["_"]["sync"] = round(tx.now + takes, 3)
        return takes
    if due > tx.now:
        return round(due - tx.now, 3)
    with store.update(tx, key, manager="aws-cloud-controller-manager") as body:
        del body["_"]["sync"]
        body["metadata"]["labels"] |= _labels(tx, key, instance)
        zone, name = instance["Placement"]["AvailabilityZone"], instance["InstanceId"]
        body["spec"]["providerID"] = f"aws:///{zone}/{name}"
        body["spec"]["taints"] = [
            taint for taint in body["spec"]["taints"] if taint["key"] != UNINITIALIZED
        ]
        body["status"]["addresses"] = _addresses(instance)
    events.emit(tx, key, "Normal", "Synced", "Node synced successfully", SOURCE)
    return None


def _labels(view: Reader, key: Key, instance: Doc) -> dict[str, str]:
    zone, kind = instance["Placement"]["AvailabilityZone"], instance["InstanceType"]
    subnet = view.find(Key("ec2.Subnet", zone[:-1], instance["SubnetId"]))
    return {
        "beta.kubernetes.io/instance-type": kind,
        "failure-domain.beta.kubernetes.io/region": zone[:-1],
        "failure-domain.beta.kubernetes.io/zone": zone,
        "k8s.io/cloud-provider-aws": key.scope,
        "node.kubernetes.io/instance-type": kind,
        "topology.k8s.aws/zone-id": subnet["AvailabilityZoneId"] if subnet else "",
        "topology.kubernetes.io/region": zone[:-1],
        "topology.kubernetes.io/zone": zone,
    }


def _addresses(instance: Doc) -> list[dict[str, str]]:
    name = instance["PrivateDnsName"]
    found = [{"type": "InternalIP", "address": instance["PrivateIpAddress"]}]
    if instance.get("PublicIpAddress"):
        found.append({"type": "ExternalIP", "address": instance["PublicIpAddress"]})
    found.append({"type": "InternalDNS", "address": name})
    found.append({"type": "Hostname", "address": name})
    if instance.get("PublicDnsName"):
        found.append({"type": "ExternalDNS", "address": instance["PublicDnsName"]})
    return found


def _gone(tx: Tx, key: Key, node: Document) -> Wait:
    """A Node whose instance is gone goes too, once nobody hears of it any more."""
    if conditions.is_true(node.get("status", {}), "Ready"):
        return None
    due: float | None = node["_"].get("gone")
    if due is None:
        with tx.edit(key) as body:
            body["_"]["gone"] = round(tx.now + eks.CLOUD_NODE_GONE.seconds, 3)
        return eks.CLOUD_NODE_GONE.seconds
    if due > tx.now:
        return round(due - tx.now, 3)
    text = f"Deleting node {key.name} because it does not exist in the cloud provider"
    events.emit(tx, key, "Normal", "DeletingNode", text, LIFECYCLE)
    store.delete(tx, key)
    return None


def _mark_stopped(tx: Tx, key: Key, node: Document, *, stopped: bool) -> None:
    taints = [t for t in node["spec"].get("taints") or () if t["key"] != SHUTDOWN]
    marked = len(taints) < len(node["spec"].get("taints") or ())
    if stopped == marked:
        return
    if stopped:
        taints.append({"key": SHUTDOWN, "effect": "NoSchedule"})
    with store.update(tx, key, manager="aws-cloud-controller-manager") as body:
        body["spec"]["taints"] = taints
