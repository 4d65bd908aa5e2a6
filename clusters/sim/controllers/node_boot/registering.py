"""The kubelet registers its Node."""

from __future__ import annotations

from clusters.sim.aws.eks import cluster
from clusters.sim.catalog.node_config import NodeConfig
from clusters.sim.controllers.node_boot import obstacles
from clusters.sim.kube import authn, node_object, store
from clusters.sim.tx import Tx
from clusters.sim.world import Key

DISK_GIB = 20


def register(tx: Tx, key: Key, config: NodeConfig) -> None:
    """Make the Node, NotReady; one that is there already is this instance's own."""
    here, doc = obstacles.target(tx, key, config), tx.need(key)
    if here is None:
        raise KeyError(config.cluster)
    cluster_id, name = cluster.id_of(tx, here), doc["PrivateDnsName"]
    user = authn.node_user(tx, here, key)
    tx.tell(
        key,
        "authenticator",
        "AccessGranted",
        f'access granted: username="{user.name if user else name}" '
        f"groups=[{' '.join(user.groups) if user else ''}]",
    )
    node = Key("k8s.Node", cluster_id, name)
    if tx.find(node) is None:
        body = node_object.body(tx, key, doc, config, _disk(tx, key))
        store.create(tx, cluster_id, body, manager="kubelet")
    tx.tell(
        node,
        "kubelet",
        "NodeRegistered",
        f"{key.name} registered as node {name}. It is NotReady until the CNI runs on it.",
        owner="you",
        by="you",
    )


def _disk(tx: Tx, key: Key) -> int:
    for mapping in tx.need(key)["BlockDeviceMappings"]:
        volume = tx.find(Key("ec2.Volume", key.scope, mapping["Ebs"]["VolumeId"]))
        if volume is not None:
            return int(volume["Size"])
    return DISK_GIB
