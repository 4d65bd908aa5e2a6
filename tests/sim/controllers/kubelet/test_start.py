"""A Pod's way to Running: phases, conditions, events, in their order."""

from __future__ import annotations

import pytest

from clusters.sim.controllers.kubelet.work import started_texts
from tests.sim.controllers.a_data_plane import bare_pod, data_plane


def conditions(pod: dict) -> list[tuple[str, str]]:
    return [(c["type"], c["status"]) for c in pod["status"]["conditions"]]


def test_a_pod_goes_from_pending_over_creating_to_running():
    plane = data_plane()
    plane.create("pods", bare_pod())
    seen = [plane.status("p")]
    for _ in range(60):
        plane.settle(0.1)
        if plane.status("p") != seen[-1]:
            seen.append(plane.status("p"))
    assert seen == ["Pending", "ContainerCreating", "Running"]


def test_its_events_come_in_the_order_of_a_real_start():
    plane = data_plane()
    plane.create("pods", bare_pod())
    plane.settle(10)
    assert plane.reasons("p") == [
        "Scheduled",
        "Pulling",
        "Pulled",
        "Created",
        "Started",
    ]
    assert plane.event("p", "Started")["source"] == {
        "component": "kubelet",
        "host": plane.pod("p")["spec"]["nodeName"],
    }
    assert (
        plane.event("p", "Pulling")["involvedObject"]["fieldPath"]
        == "spec.containers{c}"
    )


@pytest.mark.parametrize(
    ("minor", "texts"),
    [
        (31, ("Created container c", "Started container c")),
        (32, ("Created container: c", "Started container c")),
        (35, ("Container created", "Container started")),
    ],
)
def test_created_and_started_are_said_in_the_kubelets_own_version(minor, texts):
    assert started_texts(minor, "c") == texts


def test_conditions_stand_in_the_order_that_describe_shows():
    plane = data_plane()
    plane.create("pods", bare_pod())
    plane.settle(0.3)
    assert conditions(plane.pod("p")) == [
        ("PodReadyToStartContainers", "False"),
        ("Initialized", "True"),
        ("Ready", "False"),
        ("ContainersReady", "False"),
        ("PodScheduled", "True"),
    ]
    ready = plane.pod("p")["status"]["conditions"][2]
    assert ready["message"] == "containers with unready status: [c]"
    plane.settle(10)
    assert {status for _, status in conditions(plane.pod("p"))} == {"True"}


def test_a_running_pod_has_an_address_of_its_node_and_names_its_image():
    plane = data_plane()
    plane.create("pods", bare_pod())
    plane.settle(10)
    status = plane.pod("p")["status"]
    assert status["podIP"] != status["hostIP"]
    (container,) = status["containerStatuses"]
    assert container["image"] == "docker.io/library/nginx:1.27"
    assert container["imageID"].startswith("docker.io/library/nginx@sha256:")
    assert container["containerID"].startswith("containerd://")
    assert (container["ready"], container["started"], container["restartCount"]) == (
        True,
        True,
        0,
    )


def test_a_host_network_pod_has_its_nodes_address():
    plane = data_plane()
    plane.create("pods", bare_pod(spec={"hostNetwork": True}))
    plane.settle(10)
    status = plane.pod("p")["status"]
    assert status["podIP"] == status["hostIP"]


def test_init_containers_run_one_after_the_other():
    plane = data_plane()
    inits = [
        {
            "name": name,
            "image": "busybox:1.36",
            "command": ["sh", "-c", "echo hi; sleep 5"],
        }
        for name in ("first", "second")
    ]
    plane.create("pods", bare_pod(spec={"initContainers": inits}))
    seen = []
    for _ in range(40):
        plane.settle(0.5)
        if plane.status("p") not in seen:
            seen.append(plane.status("p"))
    assert seen == ["Init:0/2", "Init:1/2", "PodInitializing", "Running"]


def test_a_failing_init_container_is_tried_again_with_back_off():
    plane = data_plane()
    init = {"name": "i", "image": "busybox:1.36", "command": ["false"]}
    plane.create("pods", bare_pod(spec={"initContainers": [init]}))
    plane.settle(8)
    assert plane.status("p") == "Init:CrashLoopBackOff"
    initialized = plane.pod("p")["status"]["conditions"][1]
    assert initialized["message"] == "containers with incomplete status: [i]"


def test_a_failing_init_container_that_may_not_restart_fails_the_pod():
    plane = data_plane()
    init = {"name": "i", "image": "busybox:1.36", "command": ["false"]}
    plane.create(
        "pods", bare_pod(spec={"initContainers": [init], "restartPolicy": "Never"})
    )
    plane.settle(8)
    assert plane.status("p") == "Init:Error"
    assert plane.pod("p")["status"]["phase"] == "Failed"


def test_a_sidecar_runs_beside_the_others():
    plane = data_plane()
    sidecar = {
        "name": "s",
        "image": "busybox:1.36",
        "command": ["sleep", "9999"],
        "restartPolicy": "Always",
    }
    plane.create("pods", bare_pod(spec={"initContainers": [sidecar]}))
    plane.settle(10)
    assert plane.rows("pods", 1, 2) == [("2/2", "Running")]


@pytest.mark.parametrize(("code", "phase"), [(0, "Succeeded"), (3, "Failed")])
def test_a_pod_that_may_not_restart_ends_with_its_container(code, phase):
    plane = data_plane()
    command = ["sh", "-c", f"echo bye; exit {code}"]
    body = bare_pod(
        image="busybox:1.36", command=command, spec={"restartPolicy": "Never"}
    )
    plane.create("pods", body)
    plane.settle(10)
    status = plane.pod("p")["status"]
    assert status["phase"] == phase
    assert status["containerStatuses"][0]["state"]["terminated"]["exitCode"] == code
    assert plane.world.next_due() == float("inf")


def test_a_node_named_by_hand_refuses_what_does_not_fit():
    plane = data_plane()
    body = bare_pod(
        resources={"requests": {"cpu": "4"}}, spec={"nodeName": plane.nodes[0]}
    )
    plane.create("pods", body)
    plane.settle(5)
    status = plane.pod("p")["status"]
    assert (status["phase"], status["reason"]) == ("Failed", "OutOfcpu")
    assert status["message"] == (
        "Node didn't have enough resource: cpu, requested: 4000, used: 0, capacity: 1930"
    )


def test_a_node_named_by_hand_must_still_match_the_selector():
    plane = data_plane()
    spec = {"nodeName": plane.nodes[0], "nodeSelector": {"disk": "ssd"}}
    plane.create("pods", bare_pod(spec=spec))
    plane.settle(5)
    assert plane.status("p") == "NodeAffinity"
