"""binding: a scheduler's decision."""

from __future__ import annotations

from typing import Any

from clusters.sim.kube.answer import Answer
from tests.sim.kube.a_cluster import Cluster, refused
from tests.sim.kube.samples import pod

OWN = {"schedulerName": "my-scheduler"}


def bind(cluster: Cluster, target: dict[str, Any]) -> Answer:
    return cluster.call(
        "create", "pods", name="p", subresource="binding", body={"target": target}
    )


def test_the_pod_gets_its_node():
    cluster = Cluster()
    cluster.create("pods", pod(**OWN))
    told = bind(cluster, {"kind": "Node", "name": "n1"})
    assert (told.status, told["status"]) == (201, "Success")
    found = cluster.get("pods", "p")
    assert found["spec"]["nodeName"] == "n1"
    conditions = {c["type"]: c["status"] for c in found["status"]["conditions"]}
    assert conditions["PodScheduled"] == "True"


def test_a_pod_is_bound_once():
    cluster = Cluster()
    cluster.create("pods", pod(**OWN))
    bind(cluster, {"name": "n1"})
    text = (
        'Operation cannot be fulfilled on pods/binding "p": pod p is already assigned to '
        'node "n1"'
    )
    with refused("Conflict", text, 409):
        bind(cluster, {"name": "n2"})


def test_a_binding_names_a_node():
    cluster = Cluster()
    cluster.create("pods", pod(**OWN))
    with refused("Invalid", 'Binding "p" is invalid: target.name: Required value', 422):
        bind(cluster, {})
