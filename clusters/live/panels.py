"""Panels: parts of a page that are drawn again when the World moves.

A page and its live updates are one drawing: `build` makes the context, the partial of
the page's own template makes the HTML, for the whole page and for the fragment alike.
"""

from __future__ import annotations

import inspect
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from threading import Lock
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.template.loader import render_to_string

from clusters.live import pieces
from clusters.live.pieces import Piece
from clusters.live.place import place
from clusters.sim.world import World

Context = dict[str, Any]
Build = Callable[..., Context]
Loaded = tuple[tuple[str, Any], ...]
"""What `load` answered, as a value that can be compared and be a key."""
Watches = Callable[[Mapping[str, str]], Iterable[str]]
Pieces = Callable[[Context], Piece | None]
"""A context as a tree of pieces; None where it can only be drawn as a whole."""

KEPT_FRAGMENTS = 2048
KEPT_CONTEXTS = 512
LONGEST_SPEC = 1000


@dataclass(frozen=True)
class Panel:
    """A panel: its partial, the kinds of documents it shows, how it is built.

    `watches` answers the kinds for a panel's arguments; none for a panel that every
    commit may change. `args` are the names that a browser may give values to, and
    `needed` those of them that it must; what `load` fetches is not for it to say.
    """

    name: str
    template: str
    watches: Watches
    build: Build
    load: Callable[[str, World], Context] | None
    args: frozenset[str]
    needed: frozenset[str]
    pieces: Pieces | None = None

    def stale(self, args: Mapping[str, str], kinds: frozenset[str] | None) -> bool:
        """Whether changes of these kinds (None: any) may change what it shows."""
        watched = self.watches(args)
        return kinds is None or not watched or not kinds.isdisjoint(watched)


class Spec(NamedTuple):
    """A panel with its arguments, as a page names it: `cluster-table?q=demo`."""

    name: str
    args: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        return f"{self.name}?{urlencode(self.args)}" if self.args else self.name


_panels: dict[str, Panel] = {}


def panel(
    template: str,
    *,
    watches: Iterable[str] | Watches = (),
    load: Callable[[str, World], Context] | None = None,
    pieces: Pieces | None = None,
) -> Callable[[Build], Build]:
    """Announce a panel by its partial, `page.html#name`; the element's id is the name.

    `load` fetches what is not in the World: `load(sandbox_id, world)` answers further
    arguments of `build`. A panel that says its `pieces` is sent piece by piece.
    """
    name = template.partition("#")[2]
    kinds = watches if callable(watches) else _always(frozenset(watches))

    def announce(build: Build) -> Build:
        if name in _panels:
            raise ValueError(f"two panels are called {name}")
        _, *told = inspect.signature(build).parameters.values()
        asked = [one for one in told if one.kind is not one.KEYWORD_ONLY]
        args = frozenset(one.name for one in asked)
        needed = frozenset(one.name for one in asked if one.default is one.empty)
        _panels[name] = Panel(name, template, kinds, build, load, args, needed, pieces)
        return build

    return announce


def _always(kinds: frozenset[str]) -> Watches:
    return lambda _args: kinds


def everyone() -> list[Panel]:
    """All panels, by name."""
    import_module(settings.ROOT_URLCONF)
    return sorted(_panels.values(), key=lambda panel: panel.name)


def find(name: str) -> Panel | None:
    """The panel of this name. Pages announce theirs when the addresses are read."""
    if name not in _panels:
        import_module(settings.ROOT_URLCONF)
    return _panels.get(name)


def spec(name: str, args: Mapping[str, str] | None = None) -> Spec:
    """A panel as a page shows it; empty arguments are left out."""
    given = (args or {}).items()
    return Spec(name, tuple(sorted((key, value) for key, value in given if value)))


def parsed(text: str) -> Spec | None:
    """What a browser asks for, if there is such a panel and it says what it needs."""
    name, _, query = text[:LONGEST_SPEC].partition("?")
    known = find(name)
    if known is None:
        return None
    pairs = dict(parse_qsl(query, max_num_fields=20))
    found = spec(name, {key: pairs[key] for key in pairs if key in known.args})
    return found if known.needed <= dict(found.args).keys() else None


def loaded(wanted: Spec, sandbox_id: str, world: World) -> Loaded:
    """What a panel shows that is not in the World."""
    load = _known(wanted).load
    return tuple(sorted(load(sandbox_id, world).items())) if load else ()


def built(wanted: Spec, world: World, extra: Loaded) -> Context:
    """The context of a panel's partial."""
    return _known(wanted).build(world, **dict(extra), **dict(wanted.args))


_fragments: OrderedDict[tuple[str, int, Spec, Loaded], str] = OrderedDict()
_latest: OrderedDict[tuple[str, Spec], tuple[Context, str]] = OrderedDict()
_guard = Lock()


def drawn(
    wanted: Spec, sandbox_id: str, world: World, version: int, extra: Loaded = ()
) -> str:
    """The panel's HTML: rendered once a process for all who look at this version."""
    found = remembered(wanted, sandbox_id, version, extra)
    if found is not None:
        return found
    context = built(wanted, world, extra)
    html = _unchanged(sandbox_id, wanted, context)
    if html is None:
        html = _rendered(wanted, sandbox_id, world, context)
    with _guard:
        _fragments[sandbox_id, version, wanted, extra] = html
        while len(_fragments) > KEPT_FRAGMENTS:
            _fragments.popitem(last=False)
        _latest[sandbox_id, wanted] = (context, html)
        _latest.move_to_end((sandbox_id, wanted))
        while len(_latest) > KEPT_CONTEXTS:
            _latest.popitem(last=False)
    return html


def _unchanged(sandbox_id: str, wanted: Spec, context: Context) -> str | None:
    """What was drawn last, if it showed just this: comparing is quicker than drawing."""
    with _guard:
        last = _latest.get((sandbox_id, wanted))
    return last[1] if last is not None and last[0] == context else None


def _rendered(wanted: Spec, sandbox_id: str, world: World, context: Context) -> str:
    whole = _base(wanted, sandbox_id, world, context)
    return render_to_string(_known(wanted).template, whole)


def _base(wanted: Spec, sandbox_id: str, world: World, context: Context) -> Context:
    """What each partial of a panel knows."""
    return {
        "sandbox": place(sandbox_id, world),
        "spec": {slot(wanted.name): wanted.text},
        **context,
    }


def shown(wanted: Spec, sandbox_id: str, world: World, context: Context) -> None:
    """Remember what a page was drawn with, if it is to hear of pieces of it."""
    known = _known(wanted)
    found = known.pieces(context) if known.pieces else None
    if found is not None:
        pieces.keep((sandbox_id, world.seed, wanted, world.rv), found)


def unmoved(wanted: Spec, sandbox_id: str, world: World, rv: int) -> None:
    """What a page shows since revision `rv` is still as it is."""
    found = pieces.kept((sandbox_id, world.seed, wanted, rv))
    if found is not None:
        pieces.keep((sandbox_id, world.seed, wanted, world.rv), found)


def news(
    wanted: Spec, sandbox_id: str, world: World, rv: int, extra: Loaded = ()
) -> dict[str, str] | None:
    """The pieces that differ from what a page shows since `rv`; None: draw it all."""
    if _known(wanted).pieces is None:
        return None
    before = pieces.kept((sandbox_id, world.seed, wanted, rv))
    context = built(wanted, world, extra)
    shown(wanted, sandbox_id, world, context)
    now = pieces.kept((sandbox_id, world.seed, wanted, world.rv))
    if before is None or now is None:
        return None
    found = pieces.changed(before, now)
    if found == [now]:
        return None
    base = _base(wanted, sandbox_id, world, context)
    return {piece.id: piece.draw(base) for piece in found}


def remembered(
    wanted: Spec, sandbox_id: str, version: int, extra: Loaded = ()
) -> str | None:
    """What was drawn of a panel at a version, if it is still at hand."""
    with _guard:
        return _fragments.get((sandbox_id, version, wanted, extra))


def _known(wanted: Spec) -> Panel:
    known = find(wanted.name)
    if known is None:
        raise LookupError(wanted.name)
    return known


def slot(name: str) -> str:
    """A panel's name as templates spell it: `spec.cluster_table`."""
    return name.replace("-", "_")
