"""Pieces: the fewest fragments that lead from one drawing to the next."""

from __future__ import annotations

from clusters.live import pieces
from clusters.live.pieces import Piece


def piece(name, shows="", *inside):
    return Piece(name, shows, lambda _: f"<{name}>", inside)


def ids(before, now):
    return [one.id for one in pieces.changed(before, now)]


def test_what_is_as_it_was_is_not_sent():
    assert ids(piece("a", 1, piece("b", 2)), piece("a", 1, piece("b", 2))) == []


def test_only_the_innermost_piece_that_differs_is_sent():
    before = piece("a", 1, piece("b", 2, piece("c", 3)), piece("d", 4))
    now = piece("a", 1, piece("b", 2, piece("c", 5)), piece("d", 4))

    assert ids(before, now) == ["c"]


def test_what_holds_a_changed_piece_is_enough_when_it_changed_itself():
    before = piece("a", 1, piece("b", 2, piece("c", 3)))
    now = piece("a", 1, piece("b", 9, piece("c", 5)))

    assert ids(before, now) == ["b"]


def test_a_piece_that_came_or_went_is_drawn_with_what_holds_it():
    before = piece("a", 1, piece("b", 2, piece("c", 3)), piece("d", 4))

    assert ids(before, piece("a", 1, piece("b", 2), piece("d", 5))) == ["b", "d"]
    assert ids(piece("a", 1), before) == ["a"]


def test_only_so_many_drawings_are_remembered(monkeypatch):
    monkeypatch.setattr(pieces, "KEPT", 2)
    for rv in (1, 2, 3):
        pieces.keep(("x", 1, "panel", rv), piece("a", rv))

    assert pieces.kept(("x", 1, "panel", 1)) is None
    assert pieces.kept(("x", 1, "panel", 3)) is not None
