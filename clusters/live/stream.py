"""The event stream: told changes as rows, filtered, collapsed and numbered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.template.loader import render_to_string

from clusters import runtime
from clusters.live.place import Place, place
from clusters.live.words import (
    BY,
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
    "autoscaling",
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
    "kube-scheduler",
    "kubelet",
)
PARTS = {"dc.EtcdMember": "etcd-", "dc.ApiServer": "api-", "k8s.Node": "node-"}
"""The map's boxes by the kind of document they show."""


@dataclass(frozen=True)
class Filter:
    """What a reader wants to see. Empty: everything."""

    owner: str = ""
    component: str = ""
    severity: str = ""
    cluster: str = ""

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Filter:
        """From the parameters of an address; what is not known is ignored."""
        return cls(
            owner=_one_of(values.get("owner", ""), OWNER),
            component=_one_of(values.get("component", ""), COMPONENTS),
            severity=_one_of(values.get("severity", ""), TONE),
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
        return bool(self.owner or self.component or self.severity)

    def matches(self, event: Event, foreign: frozenset[str]) -> bool:
        """Whether an event is wanted; `foreign` are scopes of other clusters."""
        told = event.told
        return (
            self.owner in ("", told.owner)
            and self.component in ("", told.component)
            and self.severity in ("", told.severity)
            and not (foreign and _of(event.key, foreign))
        )


def _one_of(value: str, known: Iterable[str]) -> str:
    return value if value in known else ""


def _of(key: Key, scopes: frozenset[str]) -> bool:
    parts = key.scope.split("/")
    own = "/".join([*parts[:1], key.name]) if key.kind == "eks.Cluster" else ""
    return parts[0] in scopes or "/".join(parts[:2]) in scopes or own in scopes


def foreign_scopes(world: World, cluster: str) -> frozenset[str]:
    """Where the things of all other clusters are kept."""
    if not cluster:
        return frozenset()
    return frozenset(
        scope
        for key, doc in world.list("eks.Cluster")
        if key.name != cluster
        for scope in (doc["_"]["id"], f"{key.scope}/{key.name}")
    )


def events(
    sandbox_id: str, world: World, wanted: Filter, *, after: int = 0, before: int = 0
) -> list[Event]:
    """The newest events that are wanted, newest first: at most one page and one."""
    foreign = foreign_scopes(world, wanted.cluster)
    return runtime.events(
        sandbox_id,
        after=after,
        before=before or None,
        limit=PAGE + 1,
        match=lambda event: wanted.matches(event, foreign),
    )


def rows(world: World, found: Iterable[Event]) -> list[dict[str, Any]]:
    """Events as the template shows them, newest first; repeats side by side are one."""
    out: list[dict[str, Any]] = []
    clusters = {doc["_"]["id"]: key.name for key, doc in world.list("eks.Cluster")}
    for event in found:
        row = _row(event, clusters)
        if out and out[-1]["same"] == row["same"]:
            out[-1]["count"] += 1
        else:
            out.append(row)
    return out


def _row(event: Event, clusters: Mapping[str, str]) -> dict[str, Any]:
    told, key = event.told, event.key
    cluster, _, namespace = key.scope.partition("/")
    name = clusters.get(cluster, "")
    return {
        "number": event.number,
        "same": f"{told.reason} {key.kind} {key.scope} {key.name}",
        "count": 1,
        "sim": sim_text(event.sim),
        "wall": wall_text(event.wall),
        "tone": TONE.get(told.severity, "info"),
        "severity": SEVERITY.get(told.severity, "Info"),
        "component": told.component,
        "owner": PAINT.get(told.owner, "you"),
        "owner_word": OWNER.get(told.owner, "You"),
        "message": told.message,
        "reason": told.reason,
        "by": BY.get(told.by, ""),
        "next": NEXT.get(told.next, ""),
        "cluster": name or (key.name if key.kind == "eks.Cluster" else ""),
        "part": part(key),
        "kind": key.kind.removeprefix("k8s.") if key.kind.startswith("k8s.") else "",
        "namespace": namespace,
        "name": key.name,
    }


def part(key: Key) -> str:
    """The map's box that shows a document, without the `c-` of its id."""
    if key.kind == "dc.LoadBalancer":
        return "nlb"
    if key.kind == "ec2.NetworkInterface":
        return key.name
    prefix = PARTS.get(key.kind)
    return f"{prefix}{key.name}" if prefix else ""


def context(
    sandbox_id: str, world: World, wanted: Filter, *, before: int = 0
) -> dict[str, Any]:
    """The stream as a page shows it."""
    found = events(sandbox_id, world, wanted, before=before)
    shown, more = found[:PAGE], len(found) > PAGE
    newest = shown[0].number if shown and not before else 0
    return {
        "rows": fragments(sandbox_id, world, shown),
        "last": max(world.rv, newest),
        "earlier": shown[-1].number if more else 0,
        "filter": wanted,
        "components": COMPONENTS,
    }


_drawn: OrderedDict[tuple[Any, ...], str] = OrderedDict()
_guard = Lock()


def fragments(sandbox_id: str, world: World, found: Sequence[Event]) -> list[str]:
    """Rows as HTML, newest first. What was said never changes: it is drawn once."""
    here = place(sandbox_id, world)
    return [_fragment(here, row) for row in rows(world, found)]


def _fragment(here: Place, row: dict[str, Any]) -> str:
    key = (here.id, *(row[part] for part in ("number", "wall", "count", "cluster")))
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
