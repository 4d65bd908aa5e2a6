"""What each phase of a cluster's deletion takes away."""

from __future__ import annotations

from clusters.sim.aws.eks import cluster, cluster_security_group, cross_account
from clusters.sim.datacenter import api_server, etcd, load_balancer, network
from clusters.sim.tx import Tx
from clusters.sim.world import GONE, Key

LAYER = "dc.Layer"


def start(tx: Tx, key: Key, phase: str) -> None:
    """What a phase does when it begins."""
    here = cluster.id_of(tx, key)
    if phase == "stop-api-servers":
        balancer = load_balancer.key(here)
        if tx.find(balancer) is not None:
            with tx.edit(balancer) as doc:
                doc["state"] = "deleting"
        for server, _ in api_server.all_of(tx, here):
            with tx.edit(server) as doc:
                doc["state"] = "stopping"
                doc["_"]["until"] = 0.0


def finish(tx: Tx, key: Key, phase: str) -> None:
    """What a phase does when it ends."""
    here = cluster.id_of(tx, key)
    if phase == "stop-api-servers":
        for server, _ in api_server.all_of(tx, here):
            tx.remove(server)
    elif phase == "remove-interfaces":
        cross_account.remove_all(tx, key)
        _security_group(tx, key)
    elif phase == "destroy-etcd":
        for kind in (etcd.KIND, etcd.GROUP, load_balancer.KIND, network.KIND):
            for found, _ in tx.list(kind, here):
                tx.remove(found)


def forget(tx: Tx, key: Key) -> None:
    """Take away what etcd stored and what EKS kept beside the cluster; then itself."""
    here = cluster.id_of(tx, key)
    _unmark(tx, here)
    layer = Key(LAYER, here, "base")
    if tx.find(layer) is not None:
        tx.remove(layer)
    for kind in [kind for kind in tx.buckets if kind.startswith("k8s.")]:
        for found, _ in tx.list(kind, here):
            tx.remove(found)
    _cancel(tx, here)
    for kind in ("eks.AccessEntry", "eks.Addon", "eks.Update"):
        for found, _ in tx.list(kind, cluster.scope(key)):
            tx.remove(found)
    tx.remove(key)
    tx.tell(
        key,
        "eks",
        "ClusterDeleted",
        f"Cluster {key.name} is deleted. Log groups, identity providers, volumes and load "
        "balancers that are yours stay, and go on costing.",
        owner="both",
        next="you",
    )


def _security_group(tx: Tx, key: Key) -> None:
    if cluster_security_group.delete(tx, key):
        return
    group_id = tx.need(key)["resourcesVpcConfig"]["clusterSecurityGroupId"]
    tx.tell(
        key,
        "ec2",
        "DependencyViolation",
        f"The cluster security group {group_id} stays: something in your VPC still uses "
        "it. Delete that, then the group, before you delete the VPC.",
        owner="both",
        next="you",
        severity="warning",
    )


def _cancel(tx: Tx, here: str) -> None:
    """Strike what controllers of the cluster meant to look at: its API never returns."""
    for name, key in [entry for entry in tx.agenda if _within(entry[1].scope, here)]:
        tx.take((name, key))


def _within(scope: str, here: str) -> bool:
    return scope == here or scope.startswith(f"{here}/")


def _unmark(tx: Tx, here: str) -> None:
    """Lift the marks left where documents of the base layer were deleted.

    Without the layer a mark could not be found any more to be removed.
    """
    marked = [
        Key(kind, scope, name)
        for kind, bucket in tx.buckets.items()
        for scope, documents in bucket.scopes.items()
        if _within(scope, here)
        for name, doc in documents.items()
        if doc == GONE
    ]
    for key in marked:
        tx.put(key, {"metadata": {"name": key.name}})
