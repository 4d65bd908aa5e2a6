"""What a look at a step can find, and what a step has in its hands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from clusters import callers, runtime
from clusters.sim import getting_started
from clusters.sim.commands import AwsCall, Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.world import Key, World

CLUSTER = "demo"
"""What step 1 calls its cluster unless it is told otherwise."""


@dataclass(frozen=True)
class Link:
    """What a step made, and where a page shows it."""

    label: str
    kind: str
    name: str
    namespace: str = ""


@dataclass(frozen=True)
class Done:
    """The step has succeeded."""

    say: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """The step waits for something that takes its time; the next change continues it."""

    what: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Failed(Exception):
    """The step cannot go on: why, and what to do."""

    reason: str
    advice: str


Standing = Done | Waiting


@dataclass
class Run:
    """A step's run: its sandbox, what it was started with, and what it may do."""

    sandbox_id: str
    parameters: Doc
    begun: bool = True
    """Whether an earlier look has done the step's part, so that it only waits."""
    said: list[str] = field(default_factory=list)

    @property
    def world(self) -> World:
        return runtime.read(self.sandbox_id)

    def caller(self) -> Caller:
        """The learner, acting through a task."""
        return callers.learner(self.world, "task")

    def aws(self, action: str, request: Doc) -> Any:
        """One AWS call, as the learner would make it. Raises Refusal."""
        return runtime.execute(self.sandbox_id, AwsCall(self.caller(), action, request))

    def once(self, say: str, action: str, request: Doc, *, already: str) -> None:
        """A call that makes something; that it exists already (`already`) is fine.

        So a task that is run twice, or goes on after its worker was killed, makes
        nothing twice.
        """
        try:
            self.aws(action, request)
        except Refusal as refusal:
            if refusal.code != already:
                raise
        else:
            self.said.append(say)


Proceed = Callable[[Run], Standing]


def cluster_named(world: World, name: str) -> tuple[Key, Doc] | None:
    """The cluster of this name; with no name, the one of step 1, else the newest."""
    found = {item[0].name: item for item in world.list("eks.Cluster")}
    if name:
        return found.get(name)
    first = getting_started.run(world, "create-cluster")
    own = first.get("parameters", {}).get("name") or CLUSTER
    if first and own in found:
        return found[own]
    return max(found.values(), key=lambda item: item[1]["_"]["created"], default=None)
