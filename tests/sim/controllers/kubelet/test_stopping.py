"""Pods that are deleted: how long they take and what they say."""

from __future__ import annotations

import pytest

from clusters.sim.images import logs
from clusters.sim.world import Key
from tests.sim.controllers.a_data_plane import CID, bare_pod, data_plane


def running(image: str, seconds: float = 10, **container):
    plane = data_plane()
    plane.create("pods", bare_pod("p", image, **container))
    plane.settle(seconds)
    plane.changes.clear()
    return plane


def seconds_to_go(plane, **options) -> float:
    plane.call("delete", "pods", name="p", options=options)
    start = plane.now
    while plane.pod("p") is not None:
        plane.settle(0.1)
    return round(plane.now - start, 1)


@pytest.mark.parametrize(
    "image", ["nginx:1.27", "httpd:2.4", "gcr.io/google-samples/hello-app:1.0"]
)
def test_servers_stop_within_a_second(image):
    assert seconds_to_go(running(image)) <= 1


def test_a_process_without_a_handler_takes_the_whole_grace():
    assert seconds_to_go(running("busybox:1.36", command=["sleep", "3600"])) == 30


def test_a_grace_of_its_own_is_kept():
    plane = running(
        "busybox:1.36",
        command=["sleep", "3600"],
        spec={"terminationGracePeriodSeconds": 5},
    )
    assert seconds_to_go(plane) == 5


def test_a_shorter_grace_given_later_ends_it_earlier():
    plane = running("busybox:1.36", command=["sleep", "3600"])
    plane.call("delete", "pods", name="p")
    plane.settle(5)
    assert seconds_to_go(plane, gracePeriodSeconds="2") <= 3


def test_force_takes_it_away_at_once():
    assert (
        seconds_to_go(
            running("busybox:1.36", command=["sleep", "3600"]), gracePeriodSeconds="0"
        )
        == 0
    )


def test_a_trap_lets_a_script_end_early():
    script = "trap 'exit 0' TERM; while true; do sleep 1; done"
    assert seconds_to_go(running("busybox:1.36", command=["sh", "-c", script])) <= 2


def test_a_pre_stop_hook_is_waited_for():
    hook = {"preStop": {"exec": {"command": ["sleep", "7"]}}}
    assert 7 <= seconds_to_go(running("nginx:1.27", lifecycle=hook)) <= 8


def test_it_shows_as_terminating_and_says_what_it_stops():
    plane = running("busybox:1.36", command=["sleep", "3600"])
    plane.call("delete", "pods", name="p")
    plane.settle(1)
    assert plane.status("p") == "Terminating"
    assert plane.events() == ["Stopping container c"]


def test_a_server_says_goodbye_in_its_log():
    plane = running("nginx:1.27", spec={"terminationGracePeriodSeconds": 5})
    plane.call("delete", "pods", name="p")
    plane.settle(0)
    lines = logs.lines(
        plane.world, Key("k8s.Pod", f"{CID}/default", "p"), "c", now=plane.now
    )
    assert lines[-1][2] == "[notice] 1#1: signal 3 (SIGQUIT) received, shutting down"


def test_a_pod_that_never_started_goes_without_waiting():
    plane = running("nginx:1.161")
    assert seconds_to_go(plane) <= 0.2
