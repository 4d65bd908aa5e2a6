"""Every namespace has the cluster's CA in a ConfigMap, and the right one."""

from __future__ import annotations

from tests.sim.kube.a_cluster import Cluster

NAME = "kube-root-ca.crt"


def with_dev() -> Cluster:
    cluster = Cluster()
    cluster.create("namespaces", {"metadata": {"name": "dev"}})
    cluster.settle(1)
    return cluster


def found(cluster: Cluster) -> str:
    cluster.settle(1)
    return cluster.get("configmaps", NAME, "dev")["data"]["ca.crt"]


def test_a_new_namespace_gets_it():
    assert found(with_dev()) == "certificate"


def test_a_forged_one_is_put_right():
    cluster = with_dev()
    cluster.patch("configmaps", NAME, {"data": {"ca.crt": "forged"}}, namespace="dev")
    assert found(cluster) == "certificate"


def test_it_comes_back_when_it_is_deleted():
    cluster = with_dev()
    cluster.call("delete", "configmaps", name=NAME, namespace="dev")
    assert found(cluster) == "certificate"
