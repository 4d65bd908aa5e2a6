"""Lines run in the shell, and what came of them."""

from __future__ import annotations

from clusters.terminal.program import Err
from clusters.terminal.session import Session
from clusters.terminal.shell import run
from tests.terminal.at_work import Said


def alone(**given) -> Session:
    """A session of no sandbox, for what asks no door."""
    return Session("nobody", None, **given)


def said(session: Session, line: str, *, screen: bool = True) -> Said:
    """Run a line; what it printed and its code."""
    pieces = list(run(session, line, screen=screen))
    out = "".join(piece for piece in pieces if not isinstance(piece, Err))
    err = "".join(piece for piece in pieces if isinstance(piece, Err))
    return Said(session.status, out, err)


def out(session: Session, line: str) -> str:
    """What a line prints; it must succeed and complain of nothing."""
    found = said(session, line)
    assert (found.code, found.err) == (0, ""), found
    return found.out
