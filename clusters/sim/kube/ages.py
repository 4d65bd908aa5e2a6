"""How old things are, in kubectl's words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache

from clusters.sim.commands import Doc

MINUTE, HOUR, DAY, YEAR = 60, 3600, 86400, 365 * 86400
UNKNOWN = "<unknown>"


@lru_cache(maxsize=4096)
def parsed(stamp: str) -> float:
    """The epoch seconds of an RFC 3339 time."""
    return dt.datetime.fromisoformat(stamp).timestamp()


def human(seconds: float) -> str:
    """A duration as `kubectl get` prints it: `95s`, `3m5s`, `3h20m`, `3d4h`."""
    whole = int(seconds)
    if whole < 0:
        return "0s" if seconds >= -1 else "<invalid>"
    for end, unit, letter, rest, small, mixed in _STEPS:
        if whole < end:
            first, left = divmod(whole, unit)
            second = left // rest
            return (
                f"{first}{letter}{second}{small}"
                if mixed and second
                else f"{first}{letter}"
            )
    return f"{whole // YEAR}y"


_STEPS = (
    (2 * MINUTE, 1, "s", 1, "", False),
    (10 * MINUTE, MINUTE, "m", 1, "s", True),
    (3 * HOUR, MINUTE, "m", 1, "", False),
    (8 * HOUR, HOUR, "h", MINUTE, "m", True),
    (2 * DAY, HOUR, "h", 1, "", False),
    (8 * DAY, DAY, "d", HOUR, "h", True),
    (2 * YEAR, DAY, "d", 1, "", False),
    (8 * YEAR, YEAR, "y", DAY, "d", True),
)


def since(stamp: str | None, epoch: float) -> str:
    """How long ago a time was."""
    return human(epoch - parsed(stamp)) if stamp else UNKNOWN


def age(stamp: str | None) -> Callable[[float], str]:
    """A table cell that tells how long ago a time was."""
    return lambda epoch: since(stamp, epoch)


def age_of(doc: Doc) -> Callable[[float], str]:
    """The AGE cell of an object."""
    return age(doc["metadata"].get("creationTimestamp"))
