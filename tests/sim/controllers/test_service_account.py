"""Every namespace has an account `default`, whatever happens to it."""

from __future__ import annotations

from tests.sim.kube.a_cluster import Cluster, names


def with_dev() -> Cluster:
    cluster = Cluster()
    cluster.create("namespaces", {"metadata": {"name": "dev"}})
    cluster.settle(1)
    return cluster


def test_a_new_namespace_gets_one():
    assert names(with_dev().list("serviceaccounts", "dev")) == ["default"]


def test_it_comes_back_when_it_is_deleted():
    cluster = with_dev()
    first = cluster.get("serviceaccounts", "default", "dev")
    cluster.call("delete", "serviceaccounts", name="default", namespace="dev")
    cluster.settle(1)
    second = cluster.get("serviceaccounts", "default", "dev")
    assert second["metadata"]["uid"] != first["metadata"]["uid"]


def test_a_namespace_that_goes_gets_none():
    cluster = with_dev()
    locked = {"metadata": {"name": "m", "finalizers": ["example.com/lock"]}}
    cluster.create("configmaps", locked, namespace="dev")
    cluster.call("delete", "namespaces", name="dev")
    cluster.settle(5)
    assert names(cluster.list("serviceaccounts", "dev")) == []
