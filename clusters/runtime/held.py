"""The Worlds that this process remembers, with their latest changes."""

from __future__ import annotations

import threading
import time
from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass

from django.conf import settings

from clusters.sim.history import Event
from clusters.sim.tx import Change
from clusters.sim.world import World

RING = 2000
"""So many changes are kept decoded for watches and event streams."""
UNUSED_SECONDS = 60.0
"""A World that nobody read for so long is forgotten at the next sweep."""


@dataclass(frozen=True)
class Held:
    """A sandbox as of `version`.

    `ring` holds every change after revision `since`, `told` every event.
    """

    version: int
    world: World
    ring: tuple[Change, ...] = ()
    since: int = 0
    told: tuple[Event, ...] = ()

    def after(self, rv: int) -> list[Change] | None:
        """The changes after `rv`, or None when the ring does not go back so far."""
        if rv < self.since:
            return None
        return list(self.ring[bisect_right(self.ring, rv, key=lambda c: c.rv) :])

    def followed(
        self, version: int, world: World, changes: list[Change], told: list[Event]
    ) -> Held:
        """This sandbox after further changes, and the events among them."""
        ring, events = (*self.ring, *changes), (*self.told, *told)
        if len(ring) <= RING + RING // 4:
            return Held(version, world, ring, self.since, events)
        since = ring[-RING - 1].rv
        events = tuple(event for event in events if event.number > since)
        return Held(version, world, ring[-RING:], since, events)


_held: OrderedDict[str, tuple[Held, float]] = OrderedDict()
_guard = threading.Lock()
_locks: dict[str, threading.RLock] = {}


def lock(sandbox_id: str) -> threading.RLock:
    """Within a process, writes of one sandbox queue up here."""
    with _guard:
        return _locks.setdefault(sandbox_id, threading.RLock())


def get(sandbox_id: str) -> Held | None:
    found = _held.get(sandbox_id)
    return found[0] if found else None


def keep(sandbox_id: str, held: Held) -> Held:
    """Remember a sandbox; the longest unused ones give way."""
    now = time.monotonic()
    with _guard:
        _held[sandbox_id] = (held, now)
        _held.move_to_end(sandbox_id)
        while len(_held) > settings.WORLDS_HELD or _stale(now):
            gone, _ = _held.popitem(last=False)
            _locks.pop(gone, None)
    return held


def touch(sandbox_id: str) -> None:
    """Note that a World is in use."""
    with _guard:
        if sandbox_id in _held:
            held, _ = _held[sandbox_id]
            _held[sandbox_id] = (held, time.monotonic())
            _held.move_to_end(sandbox_id)


def drop(sandbox_id: str) -> None:
    """Forget a sandbox."""
    with _guard:
        _held.pop(sandbox_id, None)


def _stale(now: float) -> bool:
    _, (_, used) = next(iter(_held.items()))
    return len(_held) > 1 and now - used > UNUSED_SECONDS
