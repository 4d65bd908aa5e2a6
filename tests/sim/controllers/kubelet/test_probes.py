"""Probes: what they find, when, and what follows."""

from __future__ import annotations

from clusters.sim.controllers.kubelet.probing import plan
from clusters.sim.images.process import Exit, Process, opens
from tests.sim.controllers.a_data_plane import bare_pod, data_plane

LIVENESS = ["sh", "-c", "touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600"]
FILE = "/tmp/healthy"  # noqa: S108 inside a container
CAT = {"exec": {"command": ["cat", FILE]}, "initialDelaySeconds": 5, "periodSeconds": 5}


def server(after: float, **more) -> Process:
    return Process(answer=opens({80: after}, lambda _: 200), changes=(after,), **more)


def container(**probes) -> dict:
    return {"name": "c", "ports": [{"name": "http", "containerPort": 80}], **probes}


def acts(process: Process, **probes) -> list[tuple[float, str]]:
    return [
        (step.at, step.act)
        for step in plan(container(**probes), process, "10.0.0.9", 1.0)
    ]


def http(port=80, **more) -> dict:
    return {"httpGet": {"port": port, "path": "/"}, **more}


def test_without_probes_a_container_is_ready_when_it_runs():
    assert acts(Process()) == [(1.0, "started"), (1.0, "ready")]


def test_readiness_comes_with_the_first_tick_that_passes():
    assert acts(server(12), readinessProbe=http())[-1] == (21.0, "ready")
    assert acts(server(0.3), readinessProbe=http(initialDelaySeconds=7))[-1] == (
        7.0,
        "ready",
    )
    assert acts(server(0.3), readinessProbe=http(successThreshold=3))[-1] == (
        21.0,
        "ready",
    )


def test_a_port_may_be_named():
    assert acts(server(0.3), readinessProbe=http("http"))[-1] == (1.0, "ready")


def test_a_probe_on_the_wrong_port_fails_for_ever_and_says_why():
    steps = plan(container(readinessProbe=http(8080)), server(0.3), "10.0.0.9", 1.0)
    (failing,) = [step for step in steps if step.act == "unhealthy"]
    assert failing.text == (
        'Readiness probe failed: Get "http://10.0.0.9:8080/": dial tcp 10.0.0.9:8080: '
        "connect: connection refused"
    )
    assert failing.until > 1e8


def test_liveness_and_readiness_wait_for_the_startup_probe():
    steps = acts(
        server(25), startupProbe=http(failureThreshold=5), readinessProbe=http()
    )
    assert (31.0, "started") in steps
    assert steps[-1] == (31.0, "ready")


def test_a_startup_probe_that_never_passes_kills():
    assert acts(Process(), startupProbe=http())[-1] == (21.0, "kill")


def test_nothing_is_probed_after_the_process_has_ended():
    assert acts(server(0.3, exits=Exit(5, 1)), livenessProbe=http(8080))[-1] == (
        1.0,
        "unhealthy",
    )


def test_a_status_of_500_fails_the_probe():
    broken = Process(answer=opens({80: 0}, lambda _: 500))
    steps = plan(container(livenessProbe=http()), broken, "10.0.0.9", 1.0)
    assert any(
        step.text == "Liveness probe failed: HTTP probe failed with statuscode: 500"
        for step in steps
    )


def test_a_file_that_goes_away_gets_its_container_killed_and_restarted():
    plane = data_plane()
    plane.create(
        "pods", bare_pod(image="busybox:1.36", command=LIVENESS, livenessProbe=CAT)
    )
    plane.settle(60)
    unhealthy = plane.event("p", "Unhealthy")
    assert unhealthy["message"] == (
        "Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory"
    )
    assert unhealthy["count"] == 3
    assert plane.events("Killing") == [
        "Container c failed liveness probe, will be restarted"
    ]
    plane.settle(30)
    (status,) = plane.pod("p")["status"]["containerStatuses"]
    assert status["restartCount"] == 1
    assert status["lastState"]["terminated"]["exitCode"] == 137


def test_an_unready_pod_runs_but_is_not_ready():
    plane = data_plane()
    plane.create("pods", bare_pod(readinessProbe=http(8080)))
    plane.settle(30)
    assert plane.rows("pods", 1, 2) == [("0/1", "Running")]
    ready = plane.pod("p")["status"]["conditions"][2]
    assert (ready["status"], ready["reason"]) == ("False", "ContainersNotReady")


def test_failures_are_counted_when_read_and_stop_with_the_pod():
    plane = data_plane()
    plane.create("pods", bare_pod(readinessProbe=http(8080)))
    plane.settle(30)
    before, changes = plane.event("p", "Unhealthy")["count"], len(plane.changes)
    plane.settle(100)
    assert plane.event("p", "Unhealthy")["count"] == before + 10
    assert len(plane.changes) == changes
    plane.call("delete", "pods", name="p")
    plane.settle(5)
    last = plane.event("p", "Unhealthy")["count"]
    plane.settle(100)
    assert plane.event("p", "Unhealthy")["count"] == last
