"""Field errors of rolling-update parameters: numbers or percentages."""

from __future__ import annotations

import re
from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.kube.fields import Problem, invalid

_PERCENT = re.compile("[0-9]+%")
ALL = 100
BAD = "must be an integer or percentage (e.g '5%%')"


def amount(value: Any, path: str) -> list[Problem]:
    """What is wrong with a number, or percentage, of Pods."""
    if isinstance(value, str):
        return [] if _PERCENT.fullmatch(value) else [invalid(path, value, BAD)]
    return count(value, path)


def count(value: int | None, path: str) -> list[Problem]:
    """What is wrong with a number that may not be negative."""
    if value is None or value >= 0:
        return []
    return [invalid(path, value, "must be greater than or equal to 0")]


def is_zero(value: Any) -> bool:
    return value in {0, "0%"}


def both(rolling: Doc, path: str) -> list[Problem]:
    """What is wrong with maxUnavailable and maxSurge."""
    unavailable, surge = rolling.get("maxUnavailable"), rolling.get("maxSurge")
    out = amount(unavailable, f"{path}.maxUnavailable")
    out += amount(surge, f"{path}.maxSurge")
    if out:
        return out
    if is_zero(unavailable) and is_zero(surge):
        told = "may not be 0 when `maxSurge` is 0"
        out.append(invalid(f"{path}.maxUnavailable", unavailable, told))
    if isinstance(unavailable, str) and int(unavailable[:-1]) > ALL:
        told = "must not be greater than 100%"
        out.append(invalid(f"{path}.maxUnavailable", unavailable, told))
    return out
