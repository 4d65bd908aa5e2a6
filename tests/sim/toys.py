"""Small controllers of the tests' own, put on the roster for one test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from clusters.sim import registry
from clusters.sim.clock import Clock, Segment
from clusters.sim.registry import Controller, Reconcile, Watch
from clusters.sim.tx import Site, Tx
from clusters.sim.world import Key, World

SITE = Site()
START = 1_800_000_000.0


def empty(mode: str = "1x", seed: int = 1) -> World:
    speed = {"1x": 1.0, "10x": 10.0, "60x": 60.0, "paused": 0.0}.get(mode, 1.0)
    return World(seed, Clock(mode, (Segment(0.0, START, speed),)))


def written(world: World, *items: tuple[Key, dict]) -> World:
    """The World with these documents in it."""
    tx = Tx(world, SITE)
    for key, body in items:
        tx.put(key, body)
    return tx.world()


@contextmanager
def on_roster(
    name: str,
    reconcile: Reconcile,
    *watched: Watch,
    provisioning: bool = False,
    in_cluster: bool = False,
) -> Iterator[None]:
    """A controller that exists while the block runs; the real ones do not."""
    entry = Controller(name, reconcile, watched, provisioning, in_cluster)
    roster = registry.controllers
    list(roster)
    saved = roster._entries
    toys = {n: e for n, e in saved.items() if n.startswith("toy")}
    roster._entries = {**toys, name: entry}
    registry._watchers.clear()
    try:
        yield
    finally:
        roster._entries = saved
        registry._watchers.clear()
