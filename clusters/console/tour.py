"""The first visit's four hints. A hint that was seen, or closed, never returns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

COOKIE = "tour"


class Hint(NamedTuple):
    """A hint's name, the thing it is about as a CSS selector, and what it says."""

    name: str
    at: str
    title: str
    text: str


HINTS = (
    Hint(
        "clock",
        "#clock > button",
        "Time is simulated",
        "The clock in the bar runs fast while AWS builds. Open it to slow down, to "
        "pause, or to go to the next event.",
    ),
    Hint(
        "lens",
        "#lens-open",
        "Whose is it?",
        "Purple with the upper half is AWS's, teal with the lower half is yours. The "
        "lens in the bar dims one of the two on every page.",
    ),
    Hint(
        "line",
        ".map",
        "The line",
        "Above the line AWS runs the control plane; below it, your VPC and nodes. "
        "Choose a box to read what AWS does there and what is left to you.",
    ),
    Hint(
        "events",
        ".dock__title",
        "What just happened",
        "Each change appears here with who made it and whose move is next. The list "
        "never moves while you read; new rows wait above.",
    ),
)


def shown(cookies: Mapping[str, str]) -> dict[str, Any] | None:
    """The hints for a browser; None when it has seen them all."""
    seen = set(cookies.get(COOKIE, "").split("."))
    if seen.issuperset(hint.name for hint in HINTS):
        return None
    kept = [hint.name for hint in HINTS if hint.name in seen]
    return {"hints": HINTS, "seen": ".".join(kept)}
