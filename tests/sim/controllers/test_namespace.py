"""A namespace goes when its content has gone, and not before."""

from __future__ import annotations

from tests.sim.kube.a_cluster import Cluster, names, refused
from tests.sim.kube.samples import pod, sample


def with_dev() -> Cluster:
    cluster = Cluster()
    cluster.create("namespaces", {"metadata": {"name": "dev"}})
    cluster.settle(1)
    return cluster


def conditions(cluster: Cluster) -> dict[str, tuple[str, str, str]]:
    status = cluster.get("namespaces", "dev", "")["status"]
    return {
        c["type"]: (c["status"], c["reason"], c["message"])
        for c in status["conditions"]
    }


def test_an_empty_namespace_goes_within_seconds():
    cluster = with_dev()
    gone = cluster.call("delete", "namespaces", name="dev")
    assert gone["status"]["phase"] == "Terminating"
    cluster.settle(1)
    assert conditions(cluster)["NamespaceContentRemaining"][0] == "False"
    cluster.settle(7)
    with refused("NotFound", 'namespaces "dev" not found', 404):
        cluster.get("namespaces", "dev", "")
    assert cluster.list("configmaps", "dev")["items"] == []


def test_it_waits_for_a_pod_that_is_still_stopping():
    cluster = with_dev()
    cluster.create("pods", pod(nodeName="silent.ec2.internal"), namespace="dev")
    cluster.call("delete", "namespaces", name="dev")
    cluster.settle(10)
    assert conditions(cluster)["NamespaceContentRemaining"] == (
        "True",
        "SomeResourcesRemain",
        "Some resources are remaining: pods. has 1 resource instances",
    )
    cluster.call(
        "delete", "pods", name="p", namespace="dev", body={"gracePeriodSeconds": 0}
    )
    cluster.settle(10)
    assert "dev" not in names(cluster.list("namespaces"))


def test_a_finalizer_inside_keeps_it_and_is_named():
    cluster = with_dev()
    body = sample("configmaps", finalizers=["example.com/lock"])
    cluster.create("configmaps", body, namespace="dev")
    cluster.call("delete", "namespaces", name="dev")
    cluster.settle(3600)
    assert conditions(cluster)["NamespaceFinalizersRemaining"] == (
        "True",
        "SomeFinalizersRemain",
        (
            "Some content in the namespace has finalizers remaining: example.com/lock in 1 "
            "resource instances"
        ),
    )
    unlocked = {"metadata": {"finalizers": None}}
    cluster.patch("configmaps", "sample", unlocked, namespace="dev")
    cluster.settle(10)
    assert "dev" not in names(cluster.list("namespaces"))


def test_finalizing_by_hand_lets_it_go_at_once():
    cluster = with_dev()
    cluster.create("pods", pod(nodeName="silent.ec2.internal"), namespace="dev")
    cluster.call("delete", "namespaces", name="dev")
    cluster.settle(1)
    body = {"metadata": {"name": "dev"}, "spec": {"finalizers": []}}
    cluster.call("update", "namespaces", name="dev", subresource="finalize", body=body)
    assert "dev" not in names(cluster.list("namespaces"))
