"""A Path: hop by hop, how far a packet gets and what stops it."""

from __future__ import annotations

from typing import NamedTuple


class Hop(NamedTuple):
    """One thing that a packet passes, whose it is, and whether it lets it through.

    `why` is one plain sentence: what it does, or what is missing and who can mend it.
    """

    name: str
    owner: str
    ok: bool
    why: str


class Path(NamedTuple):
    """Whether A reaches B. `reason` is the refusing hop's sentence, else empty."""

    ok: bool
    hops: tuple[Hop, ...]
    reason: str


def path(*hops: Hop) -> Path:
    """The hops up to the first that refuses."""
    passed: list[Hop] = []
    for hop in hops:
        passed.append(hop)
        if not hop.ok:
            return Path(ok=False, hops=tuple(passed), reason=hop.why)
    return Path(ok=True, hops=tuple(passed), reason="")


def joined(*parts: Path) -> Path:
    """One path after the other, up to the first hop that refuses."""
    return path(*(hop for part in parts for hop in part.hops))
