"""How long a simple command takes: the core alone, and with its commit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from clusters import callers, runtime
from clusters.runtime.commit import now
from clusters.runtime.site import site
from clusters.sim import engine
from clusters.sim.commands import AwsCall, Command
from tests.load import guests
from tests.load.figures import Figure, median_of
from tests.load.learner import Learner

TURNS = 400


def measure(learner: Learner, cluster: Any) -> list[Figure]:
    """Two commands, in an account with a cluster, nodes and an application."""
    sandbox_id = learner.sandbox.id
    world = runtime.read(sandbox_id)
    caller = callers.learner(world, "sdk")
    (subnet, _), *_ = world.list("ec2.Subnet")
    cluster_id = cluster["endpoint"].rsplit("/", 1)[1]

    def tag(turn: int) -> Command:
        tags = [{"Key": "turn", "Value": str(turn)}]
        request = {"Resources": [subnet.name], "Tags": tags}
        return AwsCall(caller, "ec2:CreateTags", request)

    def config_map(turn: int) -> Command:
        return guests.config_map(cluster_id, "create", f"bench-{turn}")

    return [
        *_figures("CreateTags", sandbox_id, tag),
        *_figures("create a ConfigMap", sandbox_id, config_map),
    ]


def _figures(
    name: str, sandbox_id: str, command: Callable[[int], Command]
) -> list[Figure]:
    alone = _alone(sandbox_id, command)

    def commit(turn: int) -> None:
        runtime.execute(sandbox_id, command(turn))

    whole = median_of(TURNS, commit) * 1e3
    return [
        Figure(f"execute, core alone: {name}", alone, "µs", most=100),
        Figure(f"execute, with SQLite commit: {name}", whole, "ms", most=2.5),
    ]


def _alone(sandbox_id: str, command: Callable[[int], Command]) -> float:
    """Microseconds of one command after another, each on the World of the last."""
    world, wall, place = runtime.read(sandbox_id), now(), site()

    def turn(number: int) -> None:
        nonlocal world
        world = engine.execute(world, command(number + 10_000), wall, place).world

    return median_of(TURNS, turn) * 1e6
