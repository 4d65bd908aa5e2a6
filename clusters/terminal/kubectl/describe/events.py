"""The events at the end of a description."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clusters.sim.kube.ages import parsed
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.describe.describer import Look
from clusters.terminal.kubectl.describe.wording import ago
from clusters.terminal.kubectl.errors import ApiError
from clusters.terminal.kubectl.go_sort import sorted_as_go

EVENTS = "/api/v1{space}/events"
PAGE = "500"


def events(look: Look, *, typed: bool = True) -> Iterator[str]:
    """The table of what happened to an object, unless --show-events says no."""
    if not look.kubectl.flags["show-events"]:
        return
    try:
        found = about(look, look.meta.get("uid", ""), typed=typed)
    except ApiError:
        found = []
    yield from table(found, look.wall)


def about(look: Look, uid: str, *, typed: bool = True) -> list[Doc]:
    """The events of an object. Raises ApiError."""
    namespace = look.info.namespace
    fields = {
        "involvedObject.name": look.info.name,
        "involvedObject.namespace": namespace,
        **({"involvedObject.kind": look.info.resource.kind} if typed else {}),
        "involvedObject.uid": uid,
    }
    path = EVENTS.format(space=f"/namespaces/{namespace}" if namespace else "")
    chosen = ",".join(f"{name}={value}" for name, value in fields.items())
    body = look.kubectl.client.get(path, fieldSelector=chosen, limit=PAGE)
    return list(body["items"])


def table(found: Iterable[Doc], wall: float) -> Iterator[str]:
    """Events in the order in which they were last seen."""
    ordered = sorted_as_go(list(found), lambda one, other: _last(one) < _last(other))
    if not ordered:
        yield "Events:\t<none>\n"
        return
    yield "Events:\n  Type\tReason\tAge\tFrom\tMessage\n"
    yield "  ----\t------\t----\t----\t-------\n"
    for one in ordered:
        source = (one.get("source") or {}).get("component", "")
        cells = (
            one.get("type", ""),
            one.get("reason", ""),
            interval(one, wall),
            source or one.get("reportingComponent", ""),
            one.get("message", "").strip(),
        )
        yield "  " + "\t".join(cells) + "\n"


def interval(one: Doc, wall: float) -> str:
    """When an event happened, and how often: `5s (x6 over 9s)`."""
    first = ago(one.get("eventTime") or one.get("firstTimestamp"), wall)
    series = one.get("series")
    if series:
        last = ago(series.get("lastObservedTime"), wall)
        return f"{last} (x{series.get('count', 0)} over {first})"
    if one.get("count", 0) > 1:
        last = ago(one.get("lastTimestamp"), wall)
        return f"{last} (x{one['count']} over {first})"
    return first


def _last(one: Doc) -> float:
    stamp = one.get("lastTimestamp")
    return parsed(stamp) if stamp else 0.0
