"""The scheduler at work: binding, giving up, trying again, preempting."""

from __future__ import annotations

from collections import Counter

from tests.sim.controllers.a_data_plane import bare_pod, data_plane, deployment


def asking(name: str, cpu: str, **spec) -> dict:
    return bare_pod(name, resources={"requests": {"cpu": cpu}}, spec=spec)


def test_a_pod_is_assigned_and_the_event_says_where():
    plane = data_plane()
    plane.create("pods", bare_pod())
    plane.settle(0)
    node = plane.pod("p")["spec"]["nodeName"]
    assert plane.events("Scheduled") == [f"Successfully assigned default/p to {node}"]


def test_replicas_are_spread_over_the_nodes():
    plane = data_plane(3)
    plane.create("deployments.apps", deployment(replicas=6))
    plane.settle(0)
    places = Counter(pod["spec"]["nodeName"] for pod in plane.pods(app="web"))
    assert sorted(places.values()) == [2, 2, 2]


def test_the_emptier_node_is_preferred():
    plane = data_plane()
    plane.create("pods", asking("big", "1500m"))
    plane.settle(0)
    plane.create("pods", asking("small", "200m"))
    plane.settle(0)
    assert (
        plane.pod("big")["spec"]["nodeName"] != plane.pod("small")["spec"]["nodeName"]
    )


def test_the_decision_is_kept_with_the_pod():
    plane = data_plane()
    plane.create("pods", asking("p", "100m"))
    plane.settle(0)
    trace = plane.pod("p")["_"]["schedule"]
    assert trace["chosen"] == plane.pod("p")["spec"]["nodeName"]
    assert set(trace["nodes"]) == set(plane.nodes)
    assert trace["nodes"][trace["chosen"]]["total"] > 0


def test_what_fits_nowhere_stays_pending_and_says_why():
    plane = data_plane()
    plane.create("pods", asking("p", "8"))
    plane.settle(30)
    text = (
        "0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: "
        "2 Preemption is not helpful for scheduling."
    )
    assert plane.status("p") == "Pending"
    assert plane.event("p", "FailedScheduling")["message"] == text
    (condition,) = plane.pod("p")["status"]["conditions"]
    assert (condition["reason"], condition["message"]) == ("Unschedulable", text)


def test_it_tries_again_when_room_is_made_and_not_by_the_clock():
    plane = data_plane(1)
    plane.create("pods", asking("first", "1500m"))
    plane.create("pods", asking("second", "1500m"))
    plane.settle(20)
    tries = plane.event("second", "FailedScheduling")["count"]
    plane.settle(250)
    assert plane.event("second", "FailedScheduling")["count"] == tries
    assert plane.world.next_due() == float("inf")
    plane.call("delete", "pods", name="first")
    plane.settle(40)
    assert plane.status("second") == "Running"


def test_a_label_put_on_a_node_lets_a_pod_in():
    plane = data_plane()
    plane.create("pods", bare_pod(spec={"nodeSelector": {"disk": "ssd"}}))
    plane.settle(20)
    assert plane.status("p") == "Pending"
    plane.patch(
        "nodes", plane.nodes[0], {"metadata": {"labels": {"disk": "ssd"}}}, namespace=""
    )
    plane.settle(15)
    assert plane.pod("p")["spec"]["nodeName"] == plane.nodes[0]


def test_a_claim_that_is_missing_is_named():
    plane = data_plane()
    volume = {"name": "data", "persistentVolumeClaim": {"claimName": "data"}}
    plane.create("pods", bare_pod(spec={"volumes": [volume]}))
    plane.settle(0)
    assert plane.event("p", "FailedScheduling")["message"].startswith(
        '0/2 nodes are available: persistentvolumeclaim "data" not found. preemption: '
    )


def test_a_gated_pod_waits_without_an_event():
    plane = data_plane()
    plane.create(
        "pods", bare_pod(spec={"schedulingGates": [{"name": "example.com/wait"}]})
    )
    plane.settle(5)
    assert plane.status("p") == "SchedulingGated"
    assert plane.reasons("p") == []


def test_another_schedulers_pod_is_left_alone():
    plane = data_plane()
    plane.create("pods", bare_pod(spec={"schedulerName": "mine"}))
    plane.settle(5)
    assert plane.status("p") == "Pending"
    assert plane.reasons("p") == []


def test_a_pod_of_higher_priority_drives_a_lower_one_out():
    plane = data_plane(1)
    plane.create("pods", asking("low", "1500m"))
    plane.settle(10)
    plane.create(
        "pods",
        asking("high", "1500m", priorityClassName="system-node-critical"),
        namespace="default",
    )
    plane.settle(0)
    uid = plane.pod("high")["metadata"]["uid"]
    assert (
        plane.event("low", "Preempted")["message"]
        == f"Preempted by pod {uid} on node {plane.nodes[0]}"
    )
    assert plane.pod("high")["status"]["nominatedNodeName"] == plane.nodes[0]
    plane.settle(30)
    assert (plane.status("low"), plane.status("high")) == ("gone", "Running")


def test_one_that_may_not_preempt_says_so():
    plane = data_plane(1)
    plane.create("pods", asking("low", "1500m"))
    plane.settle(10)
    never = {
        "apiVersion": "scheduling.k8s.io/v1",
        "kind": "PriorityClass",
        "metadata": {"name": "polite"},
        "value": 1000,
        "preemptionPolicy": "Never",
    }
    plane.create("priorityclasses.scheduling.k8s.io", never)
    plane.create("pods", asking("high", "1500m", priorityClassName="polite"))
    plane.settle(0)
    assert plane.event("high", "FailedScheduling")["message"].endswith(
        "preemption: not eligible due to preemptionPolicy=Never."
    )
