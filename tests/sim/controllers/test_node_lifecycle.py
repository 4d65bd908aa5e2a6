"""Nodes that fall silent: grace, taints, what becomes of their Pods, and the way back."""

from __future__ import annotations

import pytest

from clusters.sim.aws.ec2 import instance
from clusters.sim.controllers.node_lifecycle import taints
from clusters.sim.world import Document, Key
from tests.sim.controllers.a_data_plane import CID, REGION, data_plane, deployment

REASONS = ("NodeNotReady", "TaintManagerEviction", "NodeReady")


def with_pods(nodes: int = 2, version: str = "1.35"):
    plane = data_plane(nodes, version=version)
    plane.create("deployments.apps", deployment(replicas=2))
    plane.settle(15)
    plane.changes.clear()
    return plane


def machine_of(plane, node: str) -> Key:
    doc = plane.world.find(Key("k8s.Node", CID, node))
    return Key("ec2.Instance", REGION, doc["spec"]["providerID"].rpartition("/")[2])


def stop(plane, node: str) -> None:
    plane.change(machine_of(plane, node), State=instance.state("stopped"))
    plane.settle(0)


def start(plane, node: str) -> None:
    plane.change(machine_of(plane, node), State=instance.state("running"))
    plane.settle(0)


def ready(plane, node: str) -> str:
    found = plane.world.find(Key("k8s.Node", CID, node))["status"]["conditions"]
    return next(c["status"] for c in found if c["type"] == "Ready")


def marks(plane, node: str) -> list[tuple[str, str]]:
    found = plane.world.find(Key("k8s.Node", CID, node))["spec"].get("taints", [])
    return [
        (t["key"].rpartition("/")[2], t["effect"])
        for t in found
        if "node.kubernetes" in t["key"]
    ]


def on(plane, node: str) -> list[dict]:
    return [p for p in plane.pods(app="web") if p["spec"].get("nodeName") == node]


@pytest.mark.parametrize(("version", "grace"), [("1.31", 40), ("1.35", 50)])
def test_a_silent_node_is_unknown_after_its_grace(version, grace):
    plane = data_plane(version=version)
    stop(plane, plane.nodes[0])
    plane.settle(grace - 1)
    assert ready(plane, plane.nodes[0]) == "True"
    plane.settle(1)
    assert ready(plane, plane.nodes[0]) == "Unknown"
    told = plane.events("NodeNotReady")[0]
    assert told == f"Node {plane.nodes[0]} status is now: NodeNotReady"
    node = plane.world.find(Key("k8s.Node", CID, plane.nodes[0]))
    assert {c["message"] for c in node["status"]["conditions"]} == {
        "Kubelet stopped posting node status."
    }


def test_it_is_marked_unreachable_and_its_pods_are_no_longer_ready():
    plane = with_pods()
    node = plane.nodes[0]
    stop(plane, node)
    plane.settle(51)
    assert marks(plane, node) == [
        ("unreachable", "NoSchedule"),
        ("unreachable", "NoExecute"),
    ]
    for pod in on(plane, node):
        assert (
            plane.event(pod["metadata"]["name"], "NodeNotReady")["message"]
            == "Node is not ready"
        )
    assert plane.get("deployments.apps", "web")["status"]["availableReplicas"] == 1


def test_after_300_seconds_its_pods_are_marked_and_replaced_elsewhere():
    plane = with_pods()
    node = plane.nodes[0]
    (pod,) = on(plane, node)
    name = pod["metadata"]["name"]
    stop(plane, node)
    plane.settle(50 + 299)
    assert plane.status(name) == "Running"
    plane.settle(15)
    assert plane.events("TaintManagerEviction") == [
        f"Marking for deletion Pod default/{name}"
    ]
    assert plane.status(name) == "Terminating"
    assert plane.get("deployments.apps", "web")["status"]["availableReplicas"] == 2


def test_a_node_that_is_back_in_time_keeps_its_pods():
    plane = with_pods()
    node = plane.nodes[0]
    (pod,) = on(plane, node)
    stop(plane, node)
    plane.settle(100)
    start(plane, node)
    plane.settle(5)
    assert ready(plane, node) == "True"
    assert marks(plane, node) == []
    assert plane.events("TaintManagerEviction") == [
        f"Cancelling deletion of Pod default/{pod['metadata']['name']}"
    ]
    assert plane.get("deployments.apps", "web")["status"]["availableReplicas"] == 2


def test_a_short_silence_is_never_seen():
    plane = with_pods()
    stop(plane, plane.nodes[0])
    plane.settle(30)
    start(plane, plane.nodes[0])
    plane.settle(100)
    assert plane.events(*REASONS) == []
    assert ready(plane, plane.nodes[0]) == "True"


def test_a_closed_way_to_the_api_server_silences_a_node_and_opening_it_heals():
    plane = with_pods()
    (key,) = [k for k, _ in plane.world.list("eks.Cluster", REGION)]
    config = plane.world.find(key)["resourcesVpcConfig"]
    plane.change(
        key, resourcesVpcConfig={**config, "publicAccessCidrs": ["192.0.2.0/24"]}
    )
    plane.settle(60)
    assert [ready(plane, node) for node in plane.nodes] == ["Unknown", "Unknown"]
    plane.change(key, resourcesVpcConfig=config)
    plane.settle(5)
    assert [ready(plane, node) for node in plane.nodes] == ["True", "True"]


def test_when_all_nodes_are_silent_no_pod_is_driven_out():
    plane = with_pods()
    for node in plane.nodes:
        stop(plane, node)
    plane.settle(600)
    assert plane.events("TaintManagerEviction") == []


def test_a_silent_node_costs_nothing_while_nothing_changes():
    plane = with_pods()
    stop(plane, plane.nodes[0])
    plane.settle(500)
    assert plane.world.next_due() == float("inf")


def test_a_cordon_is_a_taint():
    plane = data_plane()
    plane.patch(
        "nodes", plane.nodes[0], {"spec": {"unschedulable": True}}, namespace=""
    )
    plane.settle(0)
    assert marks(plane, plane.nodes[0]) == [("unschedulable", "NoSchedule")]
    plane.patch(
        "nodes", plane.nodes[0], {"spec": {"unschedulable": False}}, namespace=""
    )
    plane.settle(0)
    assert marks(plane, plane.nodes[0]) == []


def test_a_no_execute_taint_of_the_learners_drives_pods_out_at_once():
    plane = with_pods()
    node = plane.nodes[0]
    (pod,) = on(plane, node)
    taint = {"key": "maintenance", "effect": "NoExecute"}
    plane.patch("nodes", node, {"spec": {"taints": [taint]}}, namespace="")
    plane.settle(0)
    assert plane.status(pod["metadata"]["name"]) == "Terminating"
    assert marks(plane, node) == []


def test_patience_is_the_shortest_of_the_tolerations_that_bear():
    taint = {"key": taints.UNREACHABLE, "effect": "NoExecute"}
    tolerations = [
        {"operator": "Exists", "tolerationSeconds": 60},
        {"key": taints.UNREACHABLE, "operator": "Exists", "tolerationSeconds": 300},
    ]
    pod = Document({"spec": {"tolerations": tolerations}}, 1)
    since = {taints.UNREACHABLE: 100.0}
    assert taints.due(pod, [taint], since) == 160.0
    assert taints.due(Document({"spec": {}}, 1), [taint], since) == 100.0
    forever = Document({"spec": {"tolerations": [{"operator": "Exists"}]}}, 1)
    assert taints.due(forever, [taint], since) is None
