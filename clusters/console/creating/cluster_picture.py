"""The zone picture beside the create form: which subnets join which zone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from clusters.console.creating.cluster_choices import ZONES
from clusters.live.words import counted

MOST_NAMES = 2
LONGEST = 12


def picture(
    zones: Sequence[str], chosen: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Each zone with its wires and names, placed on a canvas 280 wide."""
    used = {item["zone"] for item in chosen}
    every = sorted({*zones, *used})
    width = 280 / max(1, len(every))
    out = []
    for at, zone in enumerate(every):
        names = [item["name"] for item in chosen if item["zone"] == zone]
        middle = round(width * (at + 0.5))
        wires = min(len(names), MOST_NAMES) or 1
        out.append(
            {
                "zone": zone,
                "x": middle,
                "wires": [middle + 18 * n - 9 * (wires - 1) for n in range(wires)],
                "names": _shown(names),
                "text": counted(len(names), "subnet") if names else "none",
                "tone": _tone(names, used),
            }
        )
    return out


def _tone(names: Sequence[str], used: set[str]) -> str:
    if not names:
        return "off"
    return "bad" if len(used) < ZONES else "on"


def _shown(names: Sequence[str]) -> list[dict[str, Any]]:
    """At most two lines of text, with their height."""
    lines = [_short(name) for name in names[:MOST_NAMES]]
    if len(names) > MOST_NAMES:
        lines[-1] = f"and {len(names) - 1} more"
    return [{"text": line, "y": 112 + 15 * at} for at, line in enumerate(lines)]


def _short(name: str) -> str:
    """A name's beginning; an id's end, as ids differ there."""
    if name.startswith("subnet-"):
        return f"…{name[-6:]}"
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
