"""The dock below every page of a cluster: its events, folded or open."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.urls import reverse

from clusters.console.access import Visit
from clusters.console.typed import is_number
from clusters.live import stream
from clusters.live.stream import Filter

OPEN, FOLDED = "open", "folded"


def context(visit: Visit, name: str, *, overview: bool) -> dict[str, Any]:
    """What the frame of a cluster's page needs to draw its dock.

    The overview begins with it open, and keeps the events of a folded one: its map
    shows what they tell. Elsewhere it begins folded, and what is folded is not there.
    """
    asked = visit.request.GET if overview else QueryDict()
    chosen = visit.request.COOKIES.get("dock", "")
    wanted, before = _asked(asked, name)
    searched = wanted.narrows or before > 0
    opened = searched or chosen == OPEN or (overview and chosen != FOLDED)
    return {
        "open": opened,
        "chosen": searched or chosen in (OPEN, FOLDED),
        "overview": overview,
        "stream": (
            _events(visit, name, wanted, before, overview=overview)
            if opened or overview
            else {"filter": wanted, "components": stream.COMPONENTS}
        ),
        "path": _path(visit, name, overview=overview),
    }


def events(visit: Visit, name: str) -> dict[str, Any]:
    """The events as a request asks for them, for a dock that is already there."""
    wanted, before = _asked(visit.request.GET, name)
    return _events(visit, name, wanted, before, overview=False)


def _asked(asked: QueryDict, name: str) -> tuple[Filter, int]:
    before = asked.get("before", "")
    given = {key: str(value) for key, value in asked.dict().items()}
    wanted = Filter.of({**given, "cluster": name})
    return wanted, int(before) if is_number(before) else 0


def _events(
    visit: Visit, name: str, wanted: Filter, before: int, *, overview: bool
) -> dict[str, Any]:
    found = stream.context(visit.place.id, visit.world, wanted, before=before)
    return {**found, "drawn": True, "path": _path(visit, name, overview=overview)}


def _path(visit: Visit, name: str, *, overview: bool) -> str:
    """Where events are asked for: the overview's own address says what it shows."""
    return reverse("cluster" if overview else "events", args=[visit.place.id, name])
