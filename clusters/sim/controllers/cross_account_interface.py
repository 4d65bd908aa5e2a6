"""Cross-account interfaces: one that is lost is put back by EKS."""

from __future__ import annotations

from collections.abc import Iterable

from clusters.sim.aws.eks import cluster, cross_account
from clusters.sim.catalog.timings import eks
from clusters.sim.commands import Doc
from clusters.sim.datacenter import network
from clusters.sim.errors import Refusal
from clusters.sim.registry import Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Key, Reader

SERVING = ("ACTIVE", "UPDATING")


def _of_interface(view: Reader, _key: Key, doc: Doc) -> Iterable[Key]:
    """The interface's cluster, or those that wait for an address to be free."""
    owner = doc["_"].get("cluster")
    if owner:
        return (network.key(owner),)
    return [key for key, vpc in view.list(network.KIND) if vpc["_"].get("waiting")]


def _of_cluster(_view: Reader, _key: Key, doc: Doc) -> Iterable[Key]:
    return (network.key(doc["_"]["id"]),)


@controller(
    "cross-account-interface",
    watches("ec2.NetworkInterface", to=_of_interface),
    watches(cluster.KIND, to=_of_cluster),
    provisioning=True,
)
def reconcile(tx: Tx, key: Key) -> Wait:
    doc, owner = tx.find(key), cluster.of_id(tx, key.scope)
    if doc is None or owner is None or tx.need(owner)["status"] not in SERVING:
        return None
    if len(cross_account.attached(tx, owner)) >= cross_account.WANTED:
        return None
    due = doc["_"].get("replace")
    if due is None:
        takes = eks.INTERFACE_REPLACED.draw(tx.rng)
        with tx.edit(key) as body:
            body["_"]["replace"] = round(tx.now + takes, 3)
        return takes
    left = round(float(due) - tx.now, 3)
    return left if left > 0 else _replace(tx, key, owner)


def _replace(tx: Tx, key: Key, owner: Key) -> Wait:
    with tx.edit(key) as body:
        del body["_"]["replace"]
        body["_"].pop("waiting", None)
    try:
        with tx.savepoint():
            made = cross_account.place_one(tx, owner)
    except Refusal as refusal:
        with tx.edit(key) as body:
            body["_"]["waiting"] = True
        _cannot(tx, owner, refusal)
        return None
    with tx.edit(owner) as body:
        body["health"] = {"issues": []}
    doc = tx.need(made)
    tx.tell(
        made,
        "ec2",
        "CrossAccountInterfaceReplaced",
        f"EKS put a new interface {made.name} at {doc['PrivateIpAddress']} into your subnet "
        f"{doc['SubnetId']} in place of the lost one.",
        owner="both",
    )
    return 0.0


def _cannot(tx: Tx, owner: Key, refusal: Refusal) -> None:
    """No subnet has room: the cluster's health says so until an address is free."""
    subnets = list(tx.need(owner)["resourcesVpcConfig"]["subnetIds"])
    issue = {
        "code": "InsufficientFreeAddresses",
        "message": refusal.message,
        "resourceIds": subnets,
    }
    with tx.edit(owner) as body:
        body["health"] = {"issues": [issue]}
    text = (
        f"EKS cannot put a cross-account interface into your subnets: {refusal.message}"
    )
    tx.tell(
        owner,
        "eks",
        "InsufficientFreeAddresses",
        text,
        owner="both",
        next="you",
        severity="error",
    )
