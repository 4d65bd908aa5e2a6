"""How many Pods a rolling update may have too many, and too few."""

from __future__ import annotations

import math
from typing import NamedTuple

from clusters.sim.commands import Doc


class Bounds(NamedTuple):
    surge: int
    unavailable: int


def amount(value: int | str, of: int, *, up: bool) -> int:
    """A count or a percentage of `of`, rounded up or down."""
    if isinstance(value, int):
        return value
    part = int(value.rstrip("%")) * of / 100
    return math.ceil(part) if up else math.floor(part)


def bounds(deployment: Doc) -> Bounds:
    """maxSurge rounds up, maxUnavailable down; if both come out 0, one may lack."""
    spec = deployment["spec"]
    desired: int = spec["replicas"]
    if spec["strategy"]["type"] != "RollingUpdate" or not desired:
        return Bounds(0, 0)
    rolling = spec["strategy"].get("rollingUpdate") or {}
    surge = amount(rolling.get("maxSurge", "25%"), desired, up=True)
    unavailable = amount(rolling.get("maxUnavailable", "25%"), desired, up=False)
    if not surge and not unavailable:
        unavailable = 1
    return Bounds(surge, min(unavailable, desired))
