"""Containers that end: restarts, back-off, exit codes."""

from __future__ import annotations

from clusters.sim.controllers.kubelet import backing_off
from tests.sim.controllers.a_data_plane import bare_pod, data_plane


def crashing(script: str = "exit 1", seconds: float = 10, **spec):
    plane = data_plane()
    body = bare_pod(image="busybox:1.36", command=["sh", "-c", script], spec=spec)
    plane.create("pods", body)
    plane.settle(seconds)
    return plane


def container(plane) -> dict:
    return plane.pod("p")["status"]["containerStatuses"][0]


def test_the_first_restart_is_at_once_then_the_wait_doubles():
    plane = crashing(seconds=0)
    ends, starts = [], []
    for _ in range(7000):
        plane.settle(0.1)
        runs = plane.pod("p")["_"].get("runs", {}).get("c", [])
        if runs and runs[-1]["started"] not in starts:
            starts.append(runs[-1]["started"])
        if runs and runs[-1].get("ended") and runs[-1]["ended"] not in ends:
            ends.append(runs[-1]["ended"])
        if len(starts) == 8:
            break
    waits = [start - end for end, start in zip(ends, starts[1:], strict=False)]
    assert waits[0] <= 2
    assert [round(wait) for wait in waits[1:]] == [10, 20, 40, 80, 160, 300]


def test_a_restart_long_after_the_last_one_is_forgiven():
    assert backing_off.restart_step(5, 1000.0, 1500.0) == 5
    assert backing_off.restart_step(5, 1000.0, 1601.0) == 0


def test_back_off_is_said_in_the_status_and_in_an_event():
    plane = crashing(seconds=20)
    uid = plane.pod("p")["metadata"]["uid"]
    assert plane.status("p") == "CrashLoopBackOff"
    waiting = container(plane)["state"]["waiting"]
    assert waiting == {
        "reason": "CrashLoopBackOff",
        "message": f"back-off 20s restarting failed container=c pod=p_default({uid})",
    }
    event = plane.event("p", "BackOff")
    assert (
        event["message"]
        == f"Back-off restarting failed container c in pod p_default({uid})"
    )
    assert event["type"] == "Warning"


def test_crash_loops_do_not_keep_an_instant_clock_busy():
    plane = crashing(seconds=20)
    assert all(due.recurring for due in plane.world.agenda.values())


def test_between_tries_the_last_end_is_shown():
    plane = crashing("exit 3", 0)
    seen = []
    for _ in range(60):
        plane.settle(0.1)
        if plane.status("p") not in seen:
            seen.append(plane.status("p"))
    assert seen == ["ContainerCreating", "Error", "CrashLoopBackOff"]
    last = container(plane)["lastState"]["terminated"]
    assert (last["exitCode"], last["reason"]) == (3, "Error")


def test_a_deployments_container_that_ends_well_crash_loops_too():
    plane = crashing("exit 0", 10)
    assert container(plane)["lastState"]["terminated"]["reason"] == "Completed"
    assert plane.status("p") == "CrashLoopBackOff"


def test_a_pod_stays_running_between_its_tries():
    assert crashing().pod("p")["status"]["phase"] == "Running"


def test_a_program_that_is_not_there_cannot_start():
    plane = data_plane()
    plane.create("pods", bare_pod(image="busybox:1.36", command=["serve"]))
    plane.settle(10)
    text = (
        "Error: failed to create containerd task: failed to create shim task: OCI runtime create "
        "failed: runc create failed: unable to start container process: error during container "
        'init: exec: "serve": executable file not found in $PATH: unknown'
    )
    assert plane.events("Failed") == [text]
    last = container(plane)["lastState"]["terminated"]
    assert (last["reason"], last["exitCode"]) == ("StartError", 128)
    assert last["startedAt"] == "1970-01-01T00:00:00Z"


def test_on_failure_restarts_only_what_failed():
    assert (
        container(crashing("exit 1", 10, restartPolicy="OnFailure"))["restartCount"] > 0
    )
    assert crashing("exit 0", 10, restartPolicy="OnFailure").status("p") == "Completed"


def test_an_image_changed_in_place_restarts_its_container():
    plane = data_plane()
    plane.create("pods", bare_pod())
    plane.settle(10)
    container_patch = {"name": "c", "image": "nginx:1.28"}
    plane.patch("pods", "p", {"spec": {"containers": [container_patch]}}, "strategic")
    plane.settle(10)
    assert plane.events("Killing") == [
        "Container c definition changed, will be restarted"
    ]
    assert container(plane)["image"] == "docker.io/library/nginx:1.28"
    assert container(plane)["restartCount"] == 1


def test_an_image_put_right_in_place_is_pulled_at_once():
    plane = data_plane()
    plane.create("pods", bare_pod(image="nginx:1.161"))
    plane.settle(60)
    container_patch = {"name": "c", "image": "nginx:1.28"}
    plane.patch("pods", "p", {"spec": {"containers": [container_patch]}}, "strategic")
    plane.settle(5)
    assert plane.status("p") == "Running"


def test_a_pod_past_its_deadline_is_failed():
    plane = data_plane()
    plane.create("pods", bare_pod(spec={"activeDeadlineSeconds": 20}))
    plane.settle(15)
    assert plane.status("p") == "Running"
    plane.settle(10)
    status = plane.pod("p")["status"]
    assert (status["phase"], status["reason"]) == ("Failed", "DeadlineExceeded")
    assert status["message"] == (
        "Pod was active on the node longer than the specified deadline"
    )


def test_a_back_off_stays_at_its_longest_however_often_it_failed():
    waits = [backing_off.seconds(tries) for tries in (1, 2, 5, 6, 7, 2_000, 10**9)]

    assert waits == [10, 20, 160, 300, 300, 300, 300]
