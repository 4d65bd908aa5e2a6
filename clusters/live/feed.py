"""What a page must hear: the same messages for sockets, streams and polls."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from clusters.callers.wall import now
from clusters.live import panels, stream
from clusters.live.panels import Loaded, Spec
from clusters.live.stream import Filter
from clusters.sim.tx import Change
from clusters.sim.world import World

MOST_PANELS = 24
UNCHANGED = frozenset({"nothing"})
"""The kinds that changed where no commit was made."""


@dataclass(frozen=True)
class View:
    """What a page shows, and how far it has seen. `after` is -1 without a stream.

    `loaded` is what its panels showed that is not in the World.
    """

    sandbox: str
    panels: tuple[Spec, ...]
    filter: Filter
    version: int
    rv: int
    after: int
    loaded: tuple[tuple[Spec, Loaded], ...] = ()


class Unreadable(ValueError):
    """What the browser sent is not what our pages send."""


def view(sandbox_id: str, sent: Any) -> View:
    """From what a page says of itself. Raises Unreadable."""
    try:
        names = [str(text) for text in sent["panels"]][:MOST_PANELS]
        found = (panels.parsed(name) for name in names)
        return View(
            sandbox=sandbox_id,
            panels=tuple(dict.fromkeys(item for item in found if item is not None)),
            filter=Filter.parsed(str(sent.get("filter", ""))),
            version=int(sent["version"]),
            rv=int(sent.get("rv", 0)),
            after=int(sent.get("after", -1)),
        )
    except (
        KeyError,
        TypeError,
        ValueError,
        OverflowError,
        AttributeError,
    ) as error:
        raise Unreadable(str(error)) from error


def message(
    seen: View, world: World, version: int, changes: Sequence[Change] | None
) -> tuple[View, str]:
    """What a page that saw `seen` must hear of this World, and what it then has seen.

    `changes` lie between the two; None when that is not known, and all is drawn again.
    """
    out: dict[str, Any] = {"version": version, "rv": world.rv, "now": now()}
    kinds = None if changes is None else frozenset(c.key.kind for c in changes)
    if version == seen.version:
        kinds = UNCHANGED
    extras = {
        wanted: panels.loaded(wanted, seen.sandbox, world) for wanted in seen.panels
    }
    out["panels"] = _panels(seen, world, version, kinds, extras)
    after = seen.after
    if after >= 0 and (changes is None or any(c.told for c in changes)):
        found = stream.events(seen.sandbox, world, seen.filter, after=after)
        out["reset"] = len(found) > stream.PAGE
        found = found[: stream.PAGE]
        # Oldest first: the page puts each on top of the one before.
        out["events"] = stream.fragments(seen.sandbox, world, found)[::-1]
        out["last"] = after = max([world.rv, after, *(e.number for e in found)])
    kept = tuple((wanted, extra) for wanted, extra in extras.items() if extra)
    if kept:
        out["more"] = digest(kept)
    text = json.dumps(out, ensure_ascii=False, separators=(",", ":"))
    return replace(seen, version=version, rv=world.rv, after=after, loaded=kept), text


def _panels(
    seen: View,
    world: World,
    version: int,
    kinds: frozenset[str] | None,
    extras: Mapping[Spec, Loaded],
) -> dict[str, str]:
    """The fragments that differ from what the page has."""
    out: dict[str, str] = {}
    before = dict(seen.loaded)
    for wanted, extra in extras.items():
        known = panels.find(wanted.name)
        other = before.get(wanted, ()) != extra
        if known is None:
            continue
        if not (other or known.stale(dict(wanted.args), kinds)):
            panels.unmoved(wanted, seen.sandbox, world, seen.rv)
            continue
        # Where nobody knows what changed, nobody knows what the page shows.
        rv = seen.rv if kinds is not None else 0
        pieces = panels.news(wanted, seen.sandbox, world, rv, extra)
        if pieces is not None:
            out |= pieces
            continue
        html = panels.drawn(wanted, seen.sandbox, world, version, extra)
        had = panels.remembered(
            wanted, seen.sandbox, seen.version, before.get(wanted, ())
        )
        if html != had:
            out[wanted.name] = html
    return out


def outside(seen: View, world: World) -> tuple[tuple[Spec, Loaded], ...]:
    """What a page's panels show now that is not in the World."""
    found = ((one, panels.loaded(one, seen.sandbox, world)) for one in seen.panels)
    return tuple((one, extra) for one, extra in found if extra)


def digest(kept: tuple[tuple[Spec, Loaded], ...]) -> str:
    """By which a page that only asks says what it was shown of it."""
    return hashlib.sha256(repr(kept).encode()).hexdigest()[:16] if kept else ""


def shows_more(seen: View) -> bool:
    """Whether a page shows what may change without a commit."""
    return any((known := panels.find(p.name)) and known.load for p in seen.panels)


def gone(text: str) -> str:
    """The last message: there is nothing more to hear."""
    return json.dumps({"gone": text})
