"""Cross-account interfaces: EKS's own, placed in the learner's subnets."""

from __future__ import annotations

from clusters.sim.aws.ec2 import network_interface, resource, subnet
from clusters.sim.aws.eks import cluster as clusters
from clusters.sim.aws.eks import cluster_security_group
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

WANTED = 2
"""EKS makes two to four; one for each API server is enough here."""


def description(cluster: Key) -> str:
    return f"Amazon EKS {cluster.name}"


def attached(view: Reader, cluster: Key) -> list[tuple[Key, Document]]:
    """The cluster's interfaces."""
    found = view.by("ec2.NetworkInterface", "cluster", clusters.id_of(view, cluster))
    return [(key, doc) for key, doc in found if key.scope == cluster.scope]


def place_one(tx: Tx, cluster: Key) -> Key:
    """Put one more into the best of the cluster's subnets.

    Raises EC2's Refusal when none of them has an address left.
    """
    wanted = _best_subnet(tx, cluster)
    groups = cluster_security_group.all_groups(tx, cluster)
    tags = [{"Key": "cluster.k8s.amazonaws.com/name", "Value": cluster.name}]
    made = network_interface.create(
        tx,
        wanted,
        groups,
        description(cluster),
        requester_managed=True,
        tags=tags,
        hidden={"cluster": clusters.id_of(tx, cluster)},
    )
    network_interface.attach_managed(tx, made)
    return made


def remove_all(tx: Tx, cluster: Key) -> None:
    """Detach and delete them; their addresses are free again."""
    for key, _ in attached(tx, cluster):
        tx.remove(key)


def _best_subnet(tx: Tx, cluster: Key) -> Key:
    """A subnet with room in a zone that has none yet; the emptier one first."""
    taken = [doc["AvailabilityZone"] for _, doc in attached(tx, cluster)]
    options = []
    for order, subnet_id in enumerate(clusters.vpc_config(tx, cluster)["subnetIds"]):
        key = resource.SUBNET.key(cluster.scope, subnet_id)
        doc = tx.find(key)
        if doc is None:
            continue
        full = subnet.free_count(tx, key, doc) < 1
        options.append(((full, taken.count(doc["AvailabilityZone"]), order), key))
    if not options:
        first = clusters.vpc_config(tx, cluster)["subnetIds"][0]
        raise resource.SUBNET.not_found(first)
    return min(options)[1]
