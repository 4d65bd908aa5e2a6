"""Pieces: parts of a large panel that are sent alone when only they changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, NamedTuple

KEPT = 1024
"""So many drawings are remembered, to tell what differs from them."""
Base = dict[str, Any]


class Piece(NamedTuple):
    """An element that has an id, so that a page can swap it alone.

    `shows` is all that its own markup tells, beside the pieces `inside`; `draw` makes
    its HTML, with theirs, from what every partial of the panel knows.
    """

    id: str
    shows: Any
    draw: Callable[[Base], str]
    inside: tuple[Piece, ...] = ()


def changed(before: Piece, now: Piece) -> list[Piece]:
    """The fewest and smallest pieces that lead from one drawing to the other."""
    same = [one.id for one in before.inside] == [one.id for one in now.inside]
    if not same or before.shows != now.shows:
        return [now]
    pairs = zip(before.inside, now.inside, strict=True)
    # What did not change is most often the very same thing, and not looked into.
    return [one for old, new in pairs if old is not new for one in changed(old, new)]


Drawing = tuple[str, int, Any, int]
"""A sandbox, its World's seed (another one after a reset), a panel, a revision."""

_kept: OrderedDict[Drawing, Piece] = OrderedDict()
_guard = Lock()


def keep(drawing: Drawing, piece: Piece) -> None:
    """Remember what a page shows at a revision."""
    with _guard:
        _kept[drawing] = piece
        _kept.move_to_end(drawing)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)


def kept(drawing: Drawing) -> Piece | None:
    """What was shown at a revision, if it is remembered."""
    with _guard:
        return _kept.get(drawing)
