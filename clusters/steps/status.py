"""How the four steps stand, for the page: runs, and what was done by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from clusters.sim import getting_started
from clusters.sim.commands import Doc
from clusters.sim.getting_started import ACTIVE, STEPS
from clusters.sim.world import Key, World
from clusters.steps import launch_nodes
from clusters.steps.equivalents import Equivalent, equivalents
from clusters.steps.percent import available, percent
from clusters.steps.standing import cluster_named

OWNERS = {
    "create-cluster": ("aws", "AWS builds the control plane"),
    "launch-nodes": ("you", "You launch the nodes"),
    "configure-kubectl": ("you", "You connect your tools"),
    "deploy-app": ("you", "You run the workloads"),
}

FINISHED = ("succeeded", "done")


@dataclass(frozen=True)
class StepStatus:
    """One step as a page shows it.

    `state` is idle (never started and not done), done (found done by hand) or the
    run's own state. A step that succeeded is idle again when what it made is gone.
    `percent` comes from the lifecycle's phases, never from a timer.
    """

    step: str
    number: int
    title: str
    owner: str
    owner_text: str
    state: str
    percent: int
    waiting_for: str
    reason: str
    advice: str
    log: list[Any]
    links: list[Any]
    manifest: str
    self_done: bool
    can_start: bool
    can_retry: bool
    can_cancel: bool
    equivalent: Equivalent


def statuses(world: World, *, connected: bool) -> list[StepStatus]:
    """The four steps in order. `connected`: a kubectl has come in with a token."""
    cluster = newest_cluster(world)
    return [
        _status(world, number, step, cluster, connected=connected)
        for number, step in enumerate(STEPS, 1)
    ]


def status(world: World, step: str, *, connected: bool = False) -> StepStatus:
    """One of the four. Only the third asks whether a kubectl is `connected`."""
    number = list(STEPS).index(step) + 1
    return _status(world, number, step, newest_cluster(world), connected=connected)


def newest_cluster(world: World) -> tuple[Key, Doc] | None:
    """The cluster that the steps are about."""
    return cluster_named(world, "")


def _status(
    world: World,
    number: int,
    step: str,
    cluster: tuple[Key, Doc] | None,
    *,
    connected: bool,
) -> StepStatus:
    run = getting_started.run(world, step)
    state = run.get("state", "idle")
    found = is_done(world, step, cluster, connected=connected)
    by_hand = found and state in ("idle", "failed", "cancelled")
    if by_hand:
        state = "done"
    elif state == "succeeded" and not (found or _still(step, cluster)):
        state = "idle"
    owner, text = OWNERS[step]
    active = state in ACTIVE
    return StepStatus(
        step=step,
        number=number,
        title=STEPS[step],
        owner=owner,
        owner_text=text,
        state=state,
        percent=100 if state in FINISHED else percent(world, step, run, cluster),
        waiting_for=run.get("waitingFor", ""),
        reason=run.get("reason", ""),
        advice=run.get("advice", ""),
        log=run.get("log", []),
        links=run.get("links", []),
        manifest=run.get("parameters", {}).get("manifest", ""),
        self_done=by_hand,
        can_start=state == "idle",
        can_retry=state in ("failed", "cancelled"),
        can_cancel=active,
        equivalent=equivalents(world, step, cluster),
    )


def is_done(
    world: World, step: str, cluster: tuple[Key, Doc] | None, *, connected: bool
) -> bool:
    """Whether the world shows that a step is done, whoever did it."""
    if cluster is None:
        return False
    _, doc = cluster
    if step == "create-cluster":
        return bool(doc["status"] in ("ACTIVE", "UPDATING"))
    if step == "launch-nodes":
        return bool(launch_nodes.ready(world, doc))
    if step == "configure-kubectl":
        return connected
    return available(world, doc) > 0


def _still(step: str, cluster: tuple[Key, Doc] | None) -> bool:
    """A kubeconfig goes on working for as long as there is its cluster."""
    return step == "configure-kubectl" and cluster is not None
