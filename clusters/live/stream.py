"""The event stream: told changes as rows, filtered, collapsed and numbered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from threading import Lock
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.template.loader import render_to_string

from clusters import runtime
from clusters.live import links
from clusters.live.actors import actor
from clusters.live.links import Where
from clusters.live.place import Place, place
from clusters.live.words import (
    NEXT,
    OWNER,
    PAINT,
    SEVERITY,
    TONE,
    sim_text,
    wall_text,
)
from clusters.sim.history import Event
from clusters.sim.world import Key, World

PAGE = 100
KEPT_ROWS = 5000
COMPONENTS = (
    "authenticator",
    "autoscaling",
    "aws-node",
    "cloud-controller-manager",
    "cloudformation",
    "ec2",
    "eks",
    "elb",
    "etcd",
    "halfplane",
    "iam",
    "kube-apiserver",
    "kube-controller-manager",
    "kube-proxy",
    "kube-scheduler",
    "kubelet",
    "nodeadm",
)
LONGEST_SEARCH = 80
PAGES, ENOUGH = 5, 30
"""Where repeats leave fewer rows than enough, so many pages of events are shown."""


@dataclass(frozen=True)
class Filter:
    """What a reader wants to see. Empty: everything."""

    owner: str = ""
    component: str = ""
    severity: str = ""
    find: str = ""
    cluster: str = ""

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Filter:
        """From the parameters of an address; what is not known is ignored."""
        return cls(
            owner=_one_of(values.get("owner", ""), OWNER),
            component=_one_of(values.get("component", ""), COMPONENTS),
            severity=_one_of(values.get("severity", ""), TONE),
            find=values.get("find", "")[:LONGEST_SEARCH].strip(),
            cluster=values.get("cluster", "")[:100],
        )

    @classmethod
    def parsed(cls, text: str) -> Filter:
        return cls.of(dict(parse_qsl(text[:400], max_num_fields=8)))

    @property
    def text(self) -> str:
        return urlencode([(k, v) for k, v in vars(self).items() if v])

    @property
    def narrows(self) -> bool:
        """Whether the reader chose something that he could clear."""
        return bool(self.owner or self.component or self.severity or self.find)

    def matches(self, event: Event, here: Home | None) -> bool:
        """Whether an event is wanted; `here` is the home of the only cluster shown."""
        told = event.told
        return (
            self.owner in ("", told.owner)
            and self.component in ("", told.component)
            and self.severity in ("", told.severity)
            and (not self.find or self._is_in(event))
            and (here is None or here.has(event.key))
        )

    def _is_in(self, event: Event) -> bool:
        """Whether the words are in its sentence, its reason or its thing's name."""
        told, words = event.told, self.find.lower()
        text = f"{told.message} {told.reason} {event.key.name}".lower()
        return words in text


def _one_of(value: str, known: Iterable[str]) -> str:
    return value if value in known else ""


class Home(NamedTuple):
    """Where a cluster's things are kept: inside it, and beside it in EKS."""

    inside: str
    beside: str

    def has(self, key: Key) -> bool:
        """Whether a thing is this cluster's, or of no cluster at all."""
        if key.kind.startswith(("k8s.", "dc.")):
            return key.scope.partition("/")[0] == self.inside
        if key.kind == "eks.Cluster":
            return f"{key.scope}/{key.name}" == self.beside
        return not key.kind.startswith("eks.") or key.scope == self.beside


def home(world: World, cluster: str) -> Home | None:
    """The home of a cluster; None for all of them. One that is gone has no inside."""
    if not cluster:
        return None
    for key, doc in world.list("eks.Cluster"):
        if key.name == cluster:
            return Home(doc["_"]["id"], f"{key.scope}/{key.name}")
    account = world.find(Key("aws.Account", "", "account"))
    return Home("", f"{account['region'] if account else ''}/{cluster}")


def events(
    sandbox_id: str, world: World, wanted: Filter, *, after: int = 0, before: int = 0
) -> list[Event]:
    """The newest events that are wanted, newest first: at most one page and one."""
    here = home(world, wanted.cluster)
    return runtime.events(
        sandbox_id,
        after=after,
        before=before or None,
        limit=PAGE + 1,
        match=lambda event: wanted.matches(event, here),
    )


def rows(here: Where, found: Iterable[Event]) -> list[dict[str, Any]]:
    """Events as the template shows them, newest first; repeats side by side are one."""
    return [
        {**_row(here, event), "count": 1 + sum(1 for _ in alike)}
        for alike in _neighbours(found)
        for event in [next(alike)]
    ]


def _neighbours(found: Iterable[Event]) -> Iterator[Iterator[Event]]:
    """Events that say the same of the same thing, side by side."""
    for _, alike in groupby(found, lambda event: (event.told.reason, event.key)):
        yield alike


def _row(here: Where, event: Event) -> dict[str, Any]:
    told, key = event.told, event.key
    return {
        "number": event.number,
        "same": f"{told.reason} {key.kind} {key.scope} {key.name}",
        "sim": sim_text(event.sim),
        "wall": wall_text(event.wall),
        "tone": TONE.get(told.severity, "info"),
        "severity": SEVERITY.get(told.severity, "Info"),
        "component": told.component,
        "owner": PAINT.get(told.owner, "you"),
        "owner_word": OWNER.get(told.owner, "You"),
        "message": told.message or told.reason,
        "reason": told.reason,
        "by": f"by {actor(event.actor).text}",
        "next": NEXT.get(told.next, ""),
        "part": links.part(key) or links.part_below(here, told.component, key),
        "thing": links.name(key),
        "href": links.href(here, key),
    }


def context(
    sandbox_id: str, world: World, wanted: Filter, *, before: int = 0
) -> dict[str, Any]:
    """The stream as a page shows it."""
    shown, more = _filled(sandbox_id, world, wanted, before)
    newest = shown[0].number if shown and not before else 0
    return {
        "rows": fragments(sandbox_id, world, shown),
        "last": max(world.rv, newest),
        "earlier": shown[-1].number if more else 0,
        "filter": wanted,
        "components": COMPONENTS,
    }


def _filled(
    sandbox_id: str, world: World, wanted: Filter, before: int
) -> tuple[list[Event], bool]:
    """Events for a page, and whether there are more: repeats take little room."""
    shown: list[Event] = []
    more = True
    for _ in range(PAGES):
        found = events(sandbox_id, world, wanted, before=before)
        shown += found[:PAGE]
        more = len(found) > PAGE
        if not more or sum(1 for _ in _neighbours(shown)) >= ENOUGH:
            break
        before = shown[-1].number
    return shown, more


_drawn: OrderedDict[tuple[Any, ...], str] = OrderedDict()
_guard = Lock()


def fragments(sandbox_id: str, world: World, found: Sequence[Event]) -> list[str]:
    """Rows as HTML, newest first. What was said never changes: it is drawn once."""
    here, at = links.where(sandbox_id, world), place(sandbox_id, world)
    return [_fragment(at, row) for row in rows(here, found)]


def _fragment(here: Place, row: dict[str, Any]) -> str:
    key = (
        here.id,
        *(row[part] for part in ("number", "wall", "count", "href", "part")),
    )
    with _guard:
        known = _drawn.get(key)
    if known is None:
        context = {"row": row, "sandbox": here}
        known = render_to_string("console/stream.html#event-row", context)
        with _guard:
            _drawn[key] = known
            while len(_drawn) > KEPT_ROWS:
                _drawn.popitem(last=False)
    return known
