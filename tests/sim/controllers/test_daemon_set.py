"""DaemonSets: a Pod on every node that will have it, rolled one node at a time."""

from __future__ import annotations

from clusters.sim.world import Key
from tests.sim.controllers.a_data_plane import CID, data_plane


def daemon_set(image: str = "nginx:1.27", **spec) -> dict:
    labels = {"app": "agent"}
    return {
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": {"name": "agent"},
        "spec": {
            "selector": {"matchLabels": labels},
            "template": {
                "metadata": {"labels": labels},
                "spec": {"containers": [{"name": "c", "image": image}], **spec},
            },
        },
    }


def running(nodes: int = 3, **spec):
    plane = data_plane(nodes)
    plane.create("daemonsets.apps", daemon_set(**spec))
    plane.settle(10)
    plane.changes.clear()
    return plane


def places(plane) -> list[str]:
    return sorted(pod["spec"]["nodeName"] for pod in plane.pods(app="agent"))


def test_every_node_has_one():
    plane = running()
    assert places(plane) == sorted(plane.nodes)
    status = plane.get("daemonsets.apps", "agent")["status"]
    assert (
        status["desiredNumberScheduled"]
        == status["numberReady"]
        == status["numberAvailable"]
        == 3
    )


def test_its_pods_bear_what_nodes_in_trouble_are_marked_with():
    (pod, *_) = running(1).pods(app="agent")
    keys = {item["key"].rpartition("/")[2] for item in pod["spec"]["tolerations"]}
    assert keys >= {"not-ready", "unreachable", "disk-pressure", "unschedulable"}
    assert "network-unavailable" not in keys


def test_a_node_selector_narrows_where_it_runs():
    plane = running(nodeSelector={"disk": "ssd"})
    assert places(plane) == []
    plane.patch(
        "nodes", plane.nodes[1], {"metadata": {"labels": {"disk": "ssd"}}}, namespace=""
    )
    plane.settle(10)
    assert places(plane) == [plane.nodes[1]]
    plane.patch(
        "nodes", plane.nodes[1], {"metadata": {"labels": {"disk": None}}}, namespace=""
    )
    plane.settle(10)
    assert places(plane) == []


def test_a_tainted_node_is_left_out_and_a_cordoned_one_is_not():
    plane = data_plane(3)
    plane.patch(
        "nodes", plane.nodes[0], {"spec": {"unschedulable": True}}, namespace=""
    )
    taint = {"key": "dedicated", "value": "db", "effect": "NoSchedule"}
    plane.patch("nodes", plane.nodes[1], {"spec": {"taints": [taint]}}, namespace="")
    plane.create("daemonsets.apps", daemon_set())
    plane.settle(10)
    assert places(plane) == sorted([plane.nodes[0], plane.nodes[2]])


def test_a_new_image_goes_over_the_nodes_one_by_one():
    plane = running()
    container = {"name": "c", "image": "nginx:1.28"}
    patch = {"spec": {"template": {"spec": {"containers": [container]}}}}
    plane.patch("daemonsets.apps", "agent", patch, "strategic")
    plane.settle(0)
    assert len(plane.events("SuccessfulDelete")) == 1
    plane.settle(60)
    assert {p["spec"]["containers"][0]["image"] for p in plane.pods(app="agent")} == {
        "nginx:1.28"
    }
    assert (
        plane.get("daemonsets.apps", "agent")["status"]["updatedNumberScheduled"] == 3
    )


def test_each_template_is_kept_as_a_revision():
    plane = running()
    container = {"name": "c", "image": "nginx:1.28"}
    patch = {"spec": {"template": {"spec": {"containers": [container]}}}}
    plane.patch("daemonsets.apps", "agent", patch, "strategic")
    plane.settle(60)
    kept = plane.list("controllerrevisions.apps", "default")["items"]
    assert sorted(item["revision"] for item in kept) == [1, 2]
    images = {
        item["revision"]: item["data"]["spec"]["template"]["spec"]["containers"][0][
            "image"
        ]
        for item in kept
    }
    assert images == {1: "nginx:1.27", 2: "nginx:1.28"}


def test_a_node_that_joins_gets_one():
    plane = running(2)
    node = dict(plane.world.find(Key("k8s.Node", CID, plane.nodes[0])))
    with plane.tx() as tx:
        body = {**node, "metadata": {**node["metadata"], "name": "new", "uid": "new"}}
        tx.add(Key("k8s.Node", CID, "new"), body)
    plane.settle(1)
    assert places(plane) == sorted(plane.nodes)


def test_a_failed_daemon_pod_is_killed_and_made_again():
    plane = running(1)
    key = Key(
        "k8s.Pod", f"{CID}/default", plane.pods(app="agent")[0]["metadata"]["name"]
    )
    with plane.tx() as tx, tx.edit(key) as body:
        body["status"]["phase"] = "Failed"
    plane.settle(10)
    assert plane.events("FailedDaemonPod") == [
        f"Found failed daemon pod default/{key.name} on node {plane.nodes[0]}, will try to kill it"
    ]
    assert [p["status"]["phase"] for p in plane.pods(app="agent")] == ["Running"]
