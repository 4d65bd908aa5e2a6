"""The STATUS of a Pod, state by state."""

from __future__ import annotations

from typing import Any

import pytest

from clusters.sim.kube.pods import cells

RUNNING = {"running": {"startedAt": "2026-11-20T12:00:00Z"}}
READY = {"type": "Ready", "status": "True"}


def waiting(reason: str) -> dict[str, Any]:
    return {"waiting": {"reason": reason}}


def ended(**fields: Any) -> dict[str, Any]:
    return {"terminated": {"exitCode": 0, **fields}}


def a_pod(
    *states: dict[str, Any],
    inits: tuple[dict[str, Any], ...] = (),
    phase: str = "Running",
    **status: Any,
) -> dict[str, Any]:
    """A Pod whose containers, in order, are in these states."""

    def named(prefix: str, found: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
        return [
            {
                "name": f"{prefix}{at}",
                "state": state,
                "ready": "running" in state,
                "restartCount": 0,
            }
            for at, state in enumerate(found)
        ]

    planned = [{"name": f"i{at}"} for at in range(len(inits))]
    return {
        "metadata": {"name": "p", "creationTimestamp": "2026-11-20T12:00:00Z"},
        "spec": {
            "containers": [{"name": f"c{at}"} for at in range(max(len(states), 1))],
            **({"initContainers": planned} if planned else {}),
        },
        "status": {
            "phase": phase,
            "containerStatuses": named("c", states),
            "initContainerStatuses": named("i", inits),
            **status,
        },
    }


@pytest.mark.parametrize(
    ("doc", "told"),
    [
        (a_pod(phase="Pending"), "Pending"),
        (a_pod(waiting("ContainerCreating"), phase="Pending"), "ContainerCreating"),
        (a_pod(waiting("ImagePullBackOff"), phase="Pending"), "ImagePullBackOff"),
        (a_pod(RUNNING), "Running"),
        (a_pod(RUNNING, waiting("CrashLoopBackOff")), "CrashLoopBackOff"),
        (a_pod(ended(reason="Completed"), phase="Succeeded"), "Completed"),
        (a_pod(ended(reason="OOMKilled", exitCode=137)), "OOMKilled"),
        (a_pod(ended(exitCode=3)), "ExitCode:3"),
        (a_pod(ended(exitCode=137, signal=9)), "Signal:9"),
        (a_pod(ended(reason="Completed"), RUNNING, conditions=[READY]), "Running"),
        (a_pod(ended(reason="Completed"), RUNNING), "NotReady"),
        (a_pod(inits=(RUNNING, waiting("PodInitializing")), phase="Pending"), "Init:0/2"),
        (a_pod(inits=(ended(), RUNNING), phase="Pending"), "Init:1/2"),
        (a_pod(inits=(ended(exitCode=1, reason="Error"),), phase="Pending"), "Init:Error"),
        (a_pod(inits=(ended(exitCode=4),), phase="Pending"), "Init:ExitCode:4"),
        (a_pod(inits=(waiting("CrashLoopBackOff"),), phase="Pending"), "Init:CrashLoopBackOff"),
        (a_pod(phase="Failed", reason="Evicted"), "Evicted"),
    ],
)  # fmt: skip
def test_the_status(doc, told):
    assert cells.status_text(doc) == told


def test_a_deleted_pod_is_terminating():
    doc = a_pod(RUNNING)
    doc["metadata"]["deletionTimestamp"] = "2026-11-20T12:01:00Z"
    assert cells.status_text(doc) == "Terminating"
    doc["status"]["reason"] = "NodeLost"
    assert cells.status_text(doc) == "Unknown"


def test_restarts_say_when_the_last_one_was():
    doc = a_pod(RUNNING)
    state = doc["status"]["containerStatuses"][0]
    state["restartCount"] = 3
    state["lastState"] = ended(exitCode=1, finishedAt="2026-11-20T12:00:00Z")
    cell = cells.cells(doc)[3]
    assert cell(1_795_176_000 + 300) == "3 (5m ago)"


def test_ready_counts_containers_and_sidecars():
    doc = a_pod(RUNNING, waiting("ContainerCreating"), inits=(RUNNING,))
    doc["spec"]["initContainers"][0]["restartPolicy"] = "Always"
    doc["status"]["initContainerStatuses"][0]["started"] = True
    assert cells.cells(doc)[1] == "2/3"


def test_a_pod_that_is_over_is_marked():
    rows = cells.row_conditions(a_pod(phase="Succeeded"))
    assert rows[0]["reason"] == "Succeeded"
    assert cells.row_conditions(a_pod(RUNNING)) == []
