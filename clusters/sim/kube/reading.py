"""Objects and lists as clients read them."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from clusters.sim.kube import selectors
from clusters.sim.kube.errors import BadRequest, KubeRefusal, NotFound
from clusters.sim.kube.kind import Body, Kind
from clusters.sim.kube.wire import encoded, wire, wire_bytes
from clusters.sim.world import Document, Key, Reader, World

Found = tuple[Key, Document]


class Moment(NamedTuple):
    """When something is read: in simulated seconds, and by the reader's watch."""

    sim: float
    wall: float


def moment(world: World, wall: float) -> Moment:
    return Moment(world.clock.sim(wall), wall)


@dataclass(frozen=True)
class Query:
    """The parameters of a list."""

    labels: str = ""
    fields: str = ""
    limit: int = 0
    token: str = ""


class Page(NamedTuple):
    """Part of a list: its items, its metadata's resourceVersion and what is left."""

    items: list[Found]
    version: str
    token: str = ""
    remaining: int | None = None

    def meta(self) -> dict[str, Any]:
        """The metadata of the List."""
        out: dict[str, Any] = {"resourceVersion": self.version}
        if self.token:
            out["continue"] = self.token
        if self.remaining is not None:
            out["remainingItemCount"] = self.remaining
        return out


def query(parameters: Mapping[str, str]) -> Query:
    """The query of these URL parameters. Raises BadRequest for nonsense."""
    limit = parameters.get("limit", "")
    if limit and not limit.lstrip("-").isdigit():
        told = f'strconv.ParseInt: parsing "{limit}": invalid syntax'
        raise BadRequest(told)
    token = parameters.get("continue", "")
    if token and parameters.get("resourceVersion", "") not in {"", "0"}:
        raise BadRequest(
            "specifying resource version is not allowed when using continue"
        )
    return Query(
        parameters.get("labelSelector", ""),
        parameters.get("fieldSelector", ""),
        max(int(limit or 0), 0),
        token,
    )


def check_version(view: World, asked: str) -> None:
    """Refuse to read at a revision that has not been yet."""
    if asked in {"", "0"}:
        return
    if not asked.isdigit():
        told = f'Invalid value: "{asked}": strconv.ParseUint: parsing "{asked}": invalid syntax'
        raise BadRequest(f"resourceVersion: {told}")
    if int(asked) <= view.rv:
        return
    told = f"Too large resource version: {asked}, current: {view.rv}"
    cause = {
        "reason": "ResourceVersionTooLarge",
        "message": "Too large resource version",
    }
    raise KubeRefusal(
        "Timeout", f"Timeout: {told}", 504, causes=[cause], retryAfterSeconds=1
    )


def find(  # noqa: PLR0913, PLR0917 where, which and when
    view: Reader, kind: Kind, cluster: str, namespace: str, name: str, at: Moment
) -> Found:
    """One object. Raises NotFound."""
    key = kind.key(cluster, namespace, name)
    doc = view.find(key)
    if doc is None and kind.virtual:
        made = dict(kind.virtual(view, cluster, namespace))
        doc = made.get(key)
    if doc is None or (kind.expired and kind.expired(doc, at.sim)):
        raise NotFound(kind.resource, name)
    return key, doc


def shown(view: Reader, kind: Kind, found: Found, at: Moment) -> Body:
    """An object as it reads now."""
    key, doc = found
    if kind.read is None:
        return wire(view, key, doc, kind)
    body = kind.read(view, key, dict(doc), at.sim, at.wall)
    return wire(view, key, Document(body, doc.rv), kind)


def shown_bytes(view: Reader, kind: Kind, found: Found, at: Moment) -> bytes:
    """An object's JSON as it reads now; cached where it can be."""
    key, doc = found
    if kind.read is None and kind.shown is None:
        return wire_bytes(view, key, doc)
    return encoded(shown(view, kind, found, at))


def listed(  # noqa: PLR0913, PLR0917 where, which and when
    view: World, kind: Kind, cluster: str, namespace: str, asked: Query, at: Moment
) -> Page:
    """The objects of a kind, of one namespace or of all, that a query selects."""
    version, start = str(view.rv), ""
    if asked.token:
        version, start = _opened(asked.token)
    found = [
        item
        for item in _stored(view, kind, cluster, namespace, asked, at)
        if not start or place(item[0]) > start
    ]
    if not asked.limit or len(found) <= asked.limit:
        return Page(found, version)
    items = found[: asked.limit]
    left = None if asked.labels or asked.fields else len(found) - asked.limit
    return Page(items, version, _sealed(version, place(items[-1][0])), left)


def count(view: World, kind: Kind, cluster: str, namespace: str, at: Moment) -> int:
    """How many objects `listed` finds where a query selects nothing."""
    found = view.bodies(kind.document, kind.scope(cluster, namespace))
    if kind.expired:
        expired = kind.expired
        return sum(not expired(doc, at.sim) for doc in found)
    more = kind.virtual(view, cluster, namespace) if kind.virtual else ()
    return sum(1 for _ in found) + sum(view.find(key) is None for key, _ in more)


def list_body(view: World, kind: Kind, page: Page, at: Moment) -> Body:
    """A List document."""
    items = [shown(view, kind, found, at) for found in page.items]
    return {**_list_head(kind, page), "items": items}


def list_bytes(view: World, kind: Kind, page: Page, at: Moment) -> bytes:
    """A List document's JSON, put together from the JSON of its items."""
    head = encoded(_list_head(kind, page))[:-1]
    items = b",".join(shown_bytes(view, kind, found, at) for found in page.items)
    return b'%b,"items":[%b]}' % (head, items)


def matcher(kind: Kind, asked: Query) -> Callable[[Document], bool]:
    """Whether a query selects a document. Raises BadRequest for a bad selector."""
    labels = selectors.parse(asked.labels)
    fields = selectors.parse_fields(asked.fields)
    known = known_fields(kind)
    selectors.check_fields(fields, known)

    def matches(doc: Document) -> bool:
        return selectors.matches(
            labels, doc["metadata"].get("labels")
        ) and selectors.field_matches(fields, known, doc)

    return matches


def known_fields(kind: Kind) -> Mapping[str, Callable[[Any], str]]:
    """The fields by which objects of a kind can be selected."""
    out: dict[str, Callable[[Any], str]] = {
        "metadata.name": lambda doc: doc["metadata"]["name"],
        **kind.field_labels,
    }
    if kind.namespaced:
        out["metadata.namespace"] = lambda doc: doc["metadata"]["namespace"]
    return out


def place(key: Key) -> str:
    """Where an object stands in a list: `namespace/name`."""
    namespace = key.scope.partition("/")[2]
    return f"{namespace}/{key.name}" if namespace else key.name


def _stored(  # noqa: PLR0913, PLR0917 as `listed`
    view: World, kind: Kind, cluster: str, namespace: str, asked: Query, at: Moment
) -> list[Found]:
    matches = matcher(kind, asked)
    found = view.list(kind.document, kind.scope(cluster, namespace))
    if kind.virtual:
        found = sorted(
            {**dict(kind.virtual(view, cluster, namespace)), **dict(found)}.items()
        )
    if kind.expired:
        expired = kind.expired
        found = [item for item in found if not expired(item[1], at.sim)]
    if not asked.labels and not asked.fields:
        return found
    return [item for item in found if matches(item[1])]


def _list_head(kind: Kind, page: Page) -> Body:
    return {
        "kind": f"{kind.kind}List",
        "apiVersion": kind.group_version,
        "metadata": page.meta(),
    }


def _sealed(version: str, start: str) -> str:
    text = json.dumps(
        {"v": "meta.k8s.io/v1", "rv": int(version), "start": f"{start}\0"}
    )
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _opened(token: str) -> tuple[str, str]:
    try:
        padded = token + "=" * (-len(token) % 4)
        parts = json.loads(base64.urlsafe_b64decode(padded))
        return str(int(parts["rv"])), str(parts["start"]).rstrip("\0")
    except (ValueError, KeyError, TypeError, binascii.Error) as wrong:
        raise BadRequest(f"continue key is not valid: {wrong}") from wrong
