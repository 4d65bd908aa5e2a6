"""The VPC CNI's daemon on a node: keeps a whole interface of addresses warm."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clusters.sim.aws.ec2 import network_interface
from clusters.sim.catalog import instance_types
from clusters.sim.catalog.instance_types import InstanceType
from clusters.sim.catalog.timings import kube as timings
from clusters.sim.commands import Doc
from clusters.sim.controllers.kubelet import addresses, permissions
from clusters.sim.errors import Refusal
from clusters.sim.kube import events
from clusters.sim.kube.kind import cluster_of
from clusters.sim.kube.workloads import machines, pods
from clusters.sim.registry import Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

AT_ONCE = 0.001
ACTION = "ec2:CreateNetworkInterface"
MISSING = (
    "Unauthorized operation: failed to call ec2:CreateNetworkInterface due to missing "
    "permissions. Please refer https://github.com/aws/amazon-vpc-cni-k8s/blob/master/"
    "docs/iam-policy.md to attach relevant policy to IAM role"
)


def _of_pod(view: Reader, key: Key, doc: Doc) -> Iterable[Key]:
    """A Pod that takes an address, or gives one back; and the daemon itself."""
    status = doc.get("status", {})
    takes = status.get("podIP") and status.get("phase") == "Pending"
    gives = pods.finished(doc) or view.find(key) is None
    moves = (takes or gives) and not doc["spec"].get("hostNetwork")
    if pods.node_of(doc) and (moves or addresses.is_daemon(key, doc)):
        yield Key("k8s.Node", cluster_of(key), pods.node_of(doc))


def _in_need(view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    """Daemons that lacked something may have it now."""
    if key.kind == "ec2.NetworkInterface" and view.find(key) is not None:
        return ()
    return [
        Key("k8s.Node", found.scope, found.name)
        for found, doc in view.list("cni.Node")
        if doc.get("trouble")
    ]


@controller(
    "cni",
    watches("k8s.Node"),
    watches("k8s.Pod", to=_of_pod),
    watches("iam.Role", to=_in_need),
    watches("iam.Policy", to=_in_need),
    watches("ec2.NetworkInterface", to=_in_need),
    in_cluster=True,
)
def reconcile(tx: Tx, key: Key) -> Wait:
    node, memory = tx.find(key), addresses.cni_key(key)
    if node is None:
        if tx.find(memory) is not None:
            tx.remove(memory)
        return None
    found = addresses.daemon(tx, key.scope, key.name)
    instance = machines.instance_key(tx, key.scope, node)
    machine = tx.find(instance) if instance else None
    if found is None or instance is None or machine is None or machines.is_lost(node):
        return None
    left = _starts_for(found[1], tx.now)
    if left > 0:
        return left
    if not permissions.may(tx, instance, ACTION):
        _refused(tx, key, found[0])
        return None
    size = instance_types.TYPES[machine["InstanceType"]]
    _fill(tx, key, node, size)
    return _warm(tx, key, node, instance, size)


def _starts_for(daemon: Document, now: float) -> float:
    """Seconds until the daemon has looked at its instance and serves addresses."""
    runs = daemon.get("_", {}).get("runs", {}).get(addresses.DAEMON, [])
    began: float = runs[-1]["started"] if runs else 0.0
    return began + timings.CNI_DAEMON_STARTS.seconds - now


def _refused(tx: Tx, key: Key, daemon: Key) -> None:
    if _trouble(tx, key) != "permissions":
        events.emit(
            tx,
            daemon,
            "Warning",
            "MissingIAMPermissions",
            MISSING,
            "aws-node",
            next="you",
        )
    _note(tx, key, trouble="permissions")


def _fill(tx: Tx, key: Key, node: Document, size: InstanceType) -> None:
    """Give each interface all the addresses that it can hold and its subnet has."""
    short = False
    for card, doc in addresses.cards(tx, node):
        missing = size.addresses - 1 - len(addresses.secondary(doc))
        while missing > 0:
            try:
                network_interface.assign_addresses(tx, card, missing)
                break
            except Refusal:
                short, missing = True, missing - 1
    if short and _trouble(tx, key) != "addresses":
        text = (
            f"No free address is left in the subnet of node {key.name}: the VPC CNI cannot "
            "take more for Pods. Add a larger subnet, or fewer Pods."
        )
        tx.tell(
            key, "aws-node", "InsufficientFreeAddressesInSubnet", text,
            owner="you", by="you", next="you", severity="warning",
        )  # fmt: skip
    _note(tx, key, trouble="addresses" if short else "", up=tx.now)


def _warm(tx: Tx, key: Key, node: Document, instance: Key, size: InstanceType) -> Wait:
    """Attach one more interface when fewer addresses are free than one holds."""
    have = addresses.cards(tx, node)
    enough = len(addresses.free(tx, key.scope, node)) >= size.addresses - 1
    if enough or len(have) >= size.interfaces:
        return None
    due: float | None = tx.need(addresses.cni_key(key)).get("attaching")
    if due is None:
        takes = timings.WARM_INTERFACE.draw(tx.rng)
        _note(tx, key, attaching=tx.now + takes)
        return takes
    if due > tx.now:
        return due - tx.now
    return AT_ONCE if _attach(tx, key, have, instance) else None


def _attach(tx: Tx, key: Key, have: list[tuple[Key, Document]], instance: Key) -> bool:
    """Attach an interface, empty as yet; False when its subnet has no address."""
    primary = have[0][1]
    subnet = Key("ec2.Subnet", instance.scope, primary["SubnetId"])
    groups = [group["GroupId"] for group in primary["Groups"]]
    tags = [{"Key": "node.k8s.amazonaws.com/instance_id", "Value": instance.name}]
    try:
        card = network_interface.create(
            tx, subnet, groups, f"aws-K8S-{instance.name}", tags=tags
        )
    except Refusal:
        _note(tx, key, trouble="addresses", attaching=None)
        return False
    network_interface.attach(tx, card, instance.name, len(have))
    _note(tx, key, attaching=None)
    return True


def _trouble(view: Reader, key: Key) -> str:
    found = view.find(addresses.cni_key(key))
    return str(found.get("trouble", "")) if found else ""


def _note(tx: Tx, key: Key, **facts: Any) -> None:
    """Put facts into the daemon's memory; `up` keeps its first value."""
    memory = addresses.cni_key(key)
    old = dict(tx.find(memory) or {})
    if "up" in old:
        facts.pop("up", None)
    known = {k: v for k, v in {**old, **facts}.items() if v not in {None, ""}}
    tx.put(memory, known)
