"""scale: one number, the same for all workloads."""

from __future__ import annotations

import pytest

from tests.sim.kube.a_cluster import Cluster, refused
from tests.sim.kube.samples import WORKLOAD, deployment

DEPLOYMENTS = "deployments.apps"


def with_web() -> Cluster:
    cluster = Cluster()
    cluster.create(DEPLOYMENTS, deployment())
    return cluster


def test_a_patch_sets_the_replicas():
    cluster = with_web()
    scale = cluster.patch(
        DEPLOYMENTS, "web", {"spec": {"replicas": 3}}, subresource="scale"
    )
    assert scale["kind"] == "Scale"
    assert scale["apiVersion"] == "autoscaling/v1"
    assert scale["spec"] == {"replicas": 3}
    assert scale["status"]["selector"] == "app=web"
    found = cluster.get(DEPLOYMENTS, "web")
    assert (found["spec"]["replicas"], found["metadata"]["generation"]) == (3, 2)


def test_an_update_does_too():
    cluster = Cluster()
    body = {"metadata": {"name": "rs"}, "spec": WORKLOAD}
    cluster.create("replicasets.apps", body)
    wanted = {"metadata": {"name": "rs"}, "spec": {"replicas": 0}}
    scale = cluster.call(
        "update", "replicasets.apps", name="rs", subresource="scale", body=wanted
    )
    assert scale["spec"] == {}
    assert cluster.get("replicasets.apps", "rs")["spec"]["replicas"] == 0


def test_less_than_nothing_is_refused():
    text = (
        'Scale.autoscaling "web" is invalid: spec.replicas: Invalid value: -1: must be '
        "greater than or equal to 0"
    )
    with refused("Invalid", text, 422):
        with_web().patch(
            DEPLOYMENTS, "web", {"spec": {"replicas": -1}}, subresource="scale"
        )


def test_a_stale_scale_is_a_conflict():
    stale = {
        "metadata": {"name": "web", "resourceVersion": "1"},
        "spec": {"replicas": 2},
    }
    text = (
        'Operation cannot be fulfilled on deployments.apps "web": the object has been '
        "modified; please apply your changes to the latest version and try again"
    )
    with refused("Conflict", text, 409):
        with_web().call(
            "update", DEPLOYMENTS, name="web", subresource="scale", body=stale
        )


@pytest.mark.parametrize("replicas", [1])
def test_the_same_number_is_no_change(replicas):
    cluster = with_web()
    cluster.settle(1)
    revision = cluster.world.rv
    patch = {"spec": {"replicas": replicas}}
    cluster.patch(DEPLOYMENTS, "web", patch, subresource="scale")
    assert cluster.world.rv == revision
