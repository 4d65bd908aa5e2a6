"""Simulated time: which simulated second belongs to which second of the wall."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

SPEEDS = {"1x": 1.0, "10x": 10.0, "60x": 60.0, "600x": 600.0, "paused": 0.0}
"""The pinned modes. `auto` and `instant` are the other two."""
MODES = ("auto", *SPEEDS, "instant")
AUTO_FAST = 60.0
"""`auto` runs this fast while AWS provisions something, else at 1."""
KEPT_SEGMENTS = 64
"""Older segments are dropped: documents carry their own rendered times."""


class Segment(NamedTuple):
    """From simulated second `sim`, at wall time `wall`, the clock runs at `speed`."""

    sim: float
    wall: float
    speed: float


@dataclass(frozen=True)
class Clock:
    """A mode and the segments so far. History never moves: changes append."""

    mode: str
    segments: tuple[Segment, ...]

    @property
    def speed(self) -> float:
        return self.segments[-1].speed

    def sim(self, wall: float) -> float:
        """The simulated second at a wall time, to the millisecond."""
        last = self.segments[-1]
        return round(last.sim + max(0.0, wall - last.wall) * last.speed, 3)

    def wall(self, sim: float) -> float:
        """The wall time of a simulated second; infinite when it never comes."""
        at = bisect_right(self.segments, (sim, float("inf"), 0.0)) - 1
        here = self.segments[max(at, 0)]
        past = sim - here.sim
        if past <= 0:
            return here.wall
        wall = here.wall + past / here.speed if here.speed else float("inf")
        if at + 1 < len(self.segments):
            wall = min(wall, self.segments[at + 1].wall)
        return wall

    def running(self, speed: float, sim: float) -> Clock:
        """The clock at another speed from `sim` on."""
        if speed == self.speed:
            return self
        return self._append(Segment(sim, self.wall(sim), speed))

    def jumped(self, sim: float, wall: float) -> Clock:
        """The clock put forward to `sim` at wall time `wall`."""
        return self._append(Segment(sim, wall, self.speed))

    def _append(self, new: Segment) -> Clock:
        kept = self.segments
        if kept[-1].wall == new.wall and len(kept) > 1:
            kept = kept[:-1]
        return replace(self, segments=(*kept, new)[-KEPT_SEGMENTS:])


def wanted_speed(mode: str, *, provisioning: bool) -> float:
    """How fast a clock of this mode runs now."""
    if mode == "auto":
        return AUTO_FAST if provisioning else 1.0
    return SPEEDS.get(mode, 1.0)


def rendered(epoch: float) -> str:
    """Epoch seconds as Kubernetes writes a time: `2026-11-21T12:00:00Z`."""
    return _second(int(epoch))


@lru_cache(maxsize=256)
def _second(epoch: int) -> str:
    when = dt.datetime.fromtimestamp(epoch, dt.UTC)
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
