"""Reading the change log: events for people, changes for watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from clusters.models import ChangeRecord
from clusters.runtime import load
from clusters.runtime.blob import unpacked
from clusters.sim import history
from clusters.sim.history import Event
from clusters.sim.tx import Change

PAGE = 100


def events(
    sandbox_id: str,
    *,
    after: int = 0,
    before: int | None = None,
    limit: int = PAGE,
    match: Callable[[Event], bool] = lambda _: True,
) -> list[Event]:
    """Told changes, newest first: numbers above `after` and below `before`."""
    found: list[Event] = []
    for event in _newest_first(sandbox_id, after, before):
        if event.number <= after:
            break
        if (before is None or event.number < before) and match(event):
            found.append(event)
            if len(found) == limit:
                break
    return found


def latest_event(sandbox_id: str) -> int:
    """The number of the newest event, 0 when there is none."""
    newest = events(sandbox_id, limit=1)
    return newest[0].number if newest else 0


def changes_after(sandbox_id: str, rv: int) -> list[Change] | None:
    """All changes after a revision, oldest first; None when the log was pruned."""
    known = load.current(sandbox_id)
    found = known.after(rv)
    if found is not None:
        return found
    rows = ChangeRecord.objects.filter(
        sandbox_id=sandbox_id, rv__gt=rv, version__lte=known.version
    ).order_by("version")
    records = [unpacked(data) for data in rows.values_list("data", flat=True)]
    if not records or (records[0]["c"] and records[0]["c"][0][0] > rv + 1):
        return None
    draft = history.rewound(known.world, records)
    return [c for c in history.again(draft, records) if c.rv > rv]


def _newest_first(sandbox_id: str, after: int, before: int | None) -> Iterator[Event]:
    """From memory when it goes back to `after`, which a page that follows asks for."""
    known = load.current(sandbox_id)
    if after >= known.since:
        return reversed(known.told)
    return _stored(sandbox_id, after, before)


def _stored(sandbox_id: str, after: int, before: int | None) -> Iterator[Event]:
    rows = ChangeRecord.objects.filter(sandbox_id=sandbox_id, told=True, rv__gt=after)
    if before is not None:
        # The record that holds `before` itself may hold smaller numbers too.
        first = rows.filter(rv__gte=before).order_by("version").first()
        if first is not None:
            rows = rows.filter(version__lte=first.version)
    for data in rows.order_by("-version").values_list("data", flat=True).iterator(20):
        yield from reversed(history.events(unpacked(data)))
