"""How pages word times, owners and severities."""

from __future__ import annotations

import datetime as dt

TIMES = "\N{MULTIPLICATION SIGN}"
PAINT = {"aws": "aws", "you": "you", "both": "shared"}
"""The CSS's word for an owner."""
OWNER = {"aws": "AWS", "you": "You", "both": "Both"}
MANAGES = {"aws": "AWS manages", "you": "You manage", "both": "Both manage"}


class Owned:
    """Something with an owner, as pages paint and word it."""

    owner: str

    @property
    def paint(self) -> str:
        return PAINT[self.owner]

    @property
    def manages(self) -> str:
        return MANAGES[self.owner]


NEXT = {"aws": "next move: AWS", "you": "next move: yours", "nobody": ""}
NEXT_WHOSE = {"aws": "AWS's", "you": "yours", "nobody": "nobody's"}
TONE = {"info": "info", "warning": "warn", "error": "bad"}
SEVERITY = {"info": "Info", "warning": "Warning", "error": "Error"}


def sim_text(seconds: float) -> str:
    """Simulated time since the sandbox began: `00:09:12`."""
    whole = max(0, int(seconds))
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def wall_text(epoch: float) -> str:
    """A time of the learner's own day, in UTC as kubectl and aws show it."""
    return dt.datetime.fromtimestamp(epoch, dt.UTC).strftime("%H:%M:%S UTC")


def day_text(epoch: float) -> str:
    return dt.datetime.fromtimestamp(epoch, dt.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def span(seconds: float) -> str:
    """A duration in words: `9 s`, `4 min 12 s`, `2 h 5 min`."""
    whole = round(seconds)
    if whole < 60:  # noqa: PLR2004 seconds a minute
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:  # noqa: PLR2004 minutes an hour
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 node`, `3 nodes`."""
    return f"{number} {one if number == 1 else many or one + 's'}"
