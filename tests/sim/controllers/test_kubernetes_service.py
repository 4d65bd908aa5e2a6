"""The Service `kubernetes` leads to the cluster's interfaces in the learner's subnets."""

from __future__ import annotations

from clusters.sim.world import Key
from tests.sim.kube.a_cluster import CID, Cluster

SLICES = "endpointslices.discovery.k8s.io"


def add_interface(cluster: Cluster, name: str, address: str) -> None:
    with cluster.tx() as tx:
        key = Key("ec2.NetworkInterface", "us-west-2", name)
        body = {"SubnetId": "subnet-1", "Groups": [], "PrivateIpAddress": address}
        tx.add(key, {**body, "_": {"cluster": CID}})


def rows(cluster: Cluster) -> tuple[str, str]:
    cluster.settle(1)
    slices = cluster.table(SLICES, "default")[0]
    return slices[3], cluster.table("endpoints", "default")[0][1]


def test_without_interfaces_it_leads_nowhere():
    assert rows(Cluster()) == ("<unset>", "<none>")


def test_every_interface_is_an_endpoint():
    cluster = Cluster()
    add_interface(cluster, "eni-2", "10.0.1.9")
    add_interface(cluster, "eni-1", "10.0.0.9")
    assert rows(cluster) == ("10.0.0.9,10.0.1.9", "10.0.0.9:443,10.0.1.9:443")


def test_one_that_goes_is_taken_out():
    cluster = Cluster()
    add_interface(cluster, "eni-1", "10.0.0.9")
    rows(cluster)
    with cluster.tx() as tx:
        tx.remove(Key("ec2.NetworkInterface", "us-west-2", "eni-1"))
    assert rows(cluster) == ("<unset>", "<none>")
