"""How long the server draws: each panel of a large cluster, and a page of 1,000 Pods."""

from __future__ import annotations

import statistics
import time
import urllib.request
from typing import Any

from clusters import runtime
from clusters.live import panels
from clusters.models import Sandbox
from clusters.sim.world import World
from tests.load import guests
from tests.load.figures import Figure, median_of
from tests.load.learner import Learner
from tests.load.stack import Stack

NODES = 20
PODS = 200
MANY_PODS = 1000
TURNS = 15
POD_PAGE = "/s/{}/cluster/demo/resources/?resource=pods&namespace=default"
GIVEN = {
    "cluster": "demo",
    "resource": "deployments.apps",
    "namespace": "default",
    "name": "many",
    "group": "many",
    "stack": "net",
    "role": "AmazonEKSNodeRole",
}
"""What a panel that must be told something is told; others show what they show."""


def measure(stack: Stack) -> list[Figure]:
    """The slowest panel of 20 nodes and 200 Pods; the page of 1,000 Pods."""
    sandbox, session = guests.guest(stack)
    guests.at_once(sandbox)
    row = Sandbox.objects.get(id=sandbox)
    learner = Learner(row, stack.url, stack.home / "ca" / "ca.pem")
    cluster = learner.cluster(learner.network())
    learner.nodes(cluster, name="many", count=NODES)
    learner.application(cluster, PODS, "many")
    figures = _panels(sandbox)
    guests.scaled(sandbox, "many", MANY_PODS)
    url = stack.url + POD_PAGE.format(sandbox)
    asked = urllib.request.Request(url, headers={"Cookie": f"sessionid={session}"})

    def load(_turn: int) -> None:
        guests.touched(sandbox)
        with urllib.request.urlopen(asked) as answer:
            answer.read()

    page = median_of(TURNS, load) * 1e3
    return [*figures, Figure(f"a page of {MANY_PODS} Pods", page, "ms", most=150)]


def _panels(sandbox: str) -> list[Figure]:
    """Each panel built on Worlds that differ by one document, so nothing is at hand."""
    worlds: list[World] = []
    for _ in range(TURNS):
        guests.touched(sandbox)
        worlds.append(runtime.read(sandbox))
    taken = {
        spec.text: statistics.median(_built(spec, sandbox, world) for world in worlds)
        for spec in _specs()
    }
    slowest = max(taken, key=lambda text: taken[text])
    name = f"a panel of {NODES} nodes and {PODS} Pods, the slowest: {slowest}"
    return [Figure(name, taken[slowest] * 1e3, "ms", most=5)]


def _specs() -> list[panels.Spec]:
    """Every panel there is, told what it must be told."""
    found = []
    for panel in panels.everyone():
        known = {name: GIVEN[name] for name in panel.needed if name in GIVEN}
        if known.keys() == panel.needed:
            found.append(panels.spec(panel.name, known))
    return found


def _built(spec: panels.Spec, sandbox: str, world: World) -> float:
    extra: Any = panels.loaded(spec, sandbox, world)
    start = time.perf_counter()
    panels.built(spec, world, extra)
    return time.perf_counter() - start
