"""Taking the getting-started steps in a test, as a worker would take them."""

from __future__ import annotations

from itertools import count
from typing import Any

from clusters import callers, runtime
from clusters.models import Sandbox
from clusters.sim import getting_started
from clusters.sim.commands import AwsCall, ClockCall, Doc, KubeCall
from clusters.sim.kube import authn
from clusters.sim.world import Key, World
from clusters.steps import drive, status
from clusters.steps.status import StepStatus

MOST_EVENTS = 500
SEEDS = count(1)


class Learner:
    """One sandbox and the hands that work in it."""

    def __init__(self, speed: str = "instant") -> None:
        self.sandbox: Sandbox = runtime.create("tests", speed=speed, seed=next(SEEDS))
        self.id = self.sandbox.id

    @property
    def world(self) -> World:
        return runtime.read(self.id)

    def take(self, step: str, **parameters: str) -> StepStatus:
        """Start a step and be its worker, once."""
        drive.start(self.id, step, parameters)
        drive.go(self.id, step)
        return self.status(step)

    def status(self, step: str, *, connected: bool = False) -> StepStatus:
        found = status.statuses(self.world, connected=connected)
        return next(s for s in found if s.step == step)

    def run(self, step: str) -> Doc:
        return getting_started.run(self.world, step)

    def aws(self, action: str, **request: Any) -> Any:
        """A call by the learner's own tools."""
        caller = callers.learner(self.world, "sdk")
        return runtime.execute(self.id, AwsCall(caller, action, request))

    def kube(self, verb: str, resource: str, key: Key, body: Doc) -> Any:
        """A write to the cluster's API by the learner's own tools."""
        cluster, _, namespace = key.scope.partition("/")
        here = Key("eks.Cluster", self.sandbox.region, "demo")
        user = authn.user_for(self.world, here, callers.learner(self.world, "sdk"))
        assert user is not None
        call = KubeCall(
            user=user,
            cluster=cluster,
            verb=verb,
            group="",
            version="v1",
            resource=resource,
            namespace=namespace,
            name=key.name,
            body=body,
            patch_type="application/merge-patch+json",
        )
        return runtime.execute(self.id, call)

    def next_event(self, step: str) -> StepStatus:
        """The clock steps on, and a worker looks."""
        runtime.execute(self.id, ClockCall(step=True))
        drive.go(self.id, step)
        return self.status(step)

    def until_still(self, step: str) -> list[StepStatus]:
        """Each standing on the way to one that is no longer on its way."""
        seen = [self.status(step)]
        for _ in range(MOST_EVENTS):
            if not seen[-1].can_cancel:
                return seen
            seen.append(self.next_event(step))
        raise AssertionError(f"{step} still is {seen[-1].state}: {seen[-1]}")

    def count(self, kind: str) -> int:
        return len(self.world.list(kind))

    def cluster(self) -> Doc:
        found = self.world.find(Key("eks.Cluster", self.sandbox.region, "demo"))
        assert found is not None
        return found
