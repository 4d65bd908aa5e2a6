"""What happened while nobody looked: the events after a number, summed up."""

from __future__ import annotations

from collections import Counter
from typing import Any

from clusters import runtime
from clusters.live import links, moves, stream
from clusters.live.links import Where
from clusters.live.moves import Case
from clusters.live.stream import Filter
from clusters.live.words import counted
from clusters.sim.history import Event
from clusters.sim.world import Key, World

MOST = 500
NAMED = 5
"""So many of the events that need attention are named."""
TROUBLES = ("warning", "error")


def of(sandbox_id: str, world: World, cluster: str, after: int) -> dict[str, Any]:
    """The events of a cluster (or of all) above a number, by component."""
    wanted = Filter(cluster=cluster)
    only = stream.home(world, cluster)
    found = runtime.events(
        sandbox_id,
        after=after,
        limit=MOST + 1,
        match=lambda event: wanted.matches(event, only),
    )
    capped, found = len(found) > MOST, found[:MOST]
    here = links.where(sandbox_id, world)
    bad = _open(here, found)
    return {
        "text": _text(len(found), len(bad), capped=capped),
        "count": len(found),
        "components": _by_component(found, bad),
        "troubles": stream.rows(here, bad)[:NAMED],
        "since": after,
    }


def _text(count: int, bad: int, *, capped: bool) -> str:
    """`14 events, 2 need attention`."""
    told = f"more than {MOST} events" if capped else counted(count, "event")
    if not bad:
        return f"{told}, none needs attention"
    return f"{told}, {bad} {'needs' if bad == 1 else 'need'} attention"


def _open(here: Where, found: list[Event]) -> list[Event]:
    """The newest trouble of each thing, where somebody's move is still to come."""
    newest: dict[Key, Event] = {}
    for event in found:
        if event.told.severity in TROUBLES:
            newest.setdefault(event.key, event)
    return [
        event
        for key, event in newest.items()
        if moves.move(Case(here, key, event.told.reason, event.told.next)).whose
        != moves.NOBODY
    ]


def _by_component(found: list[Event], bad: list[Event]) -> list[dict[str, Any]]:
    all_of = Counter(event.told.component for event in found)
    still = Counter(event.told.component for event in bad)
    return [
        {
            "component": name,
            "text": counted(count, "event"),
            "bad": f"{still[name]} to look at" if still[name] else "",
        }
        for name, count in sorted(all_of.items(), key=lambda one: (-one[1], one[0]))
    ]
