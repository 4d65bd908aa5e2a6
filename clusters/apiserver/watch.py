"""watch: the change log, from a revision on, as the API tells it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from clusters import runtime
from clusters.apiserver.asgi import Lines, Stream
from clusters.apiserver.call import Call, header
from clusters.apiserver.clusters_here import answers
from clusters.apiserver.negotiation import form
from clusters.apiserver.reads import include
from clusters.callers.wall import now
from clusters.runtime.hub import version_of
from clusters.sim.kube import reading, tables
from clusters.sim.kube.errors import BadRequest, Invalid
from clusters.sim.kube.fields import forbidden
from clusters.sim.kube.kind import Body, Kind
from clusters.sim.kube.reading import Found, Moment
from clusters.sim.kube.wire import encoded
from clusters.sim.tx import Change
from clusters.sim.world import Document, World

SHORTEST = 1800
"""Seconds after which the server ends a watch of no stated length, at the earliest."""
BOOKMARK_EVERY = 60.0
WATCH_LIST_SINCE = 34
"""The minor version from which `sendInitialEvents` is heard."""
INITIAL_EVENTS_END = {"k8s.io/initial-events-end": "true"}


@dataclass(slots=True)
class Watch:
    """A watch under way: `rv` is the last revision it has told of."""

    call: Call
    kind: Kind
    matches: Callable[[Document], bool]
    converted: str
    include: str
    seconds: float
    bookmarks: bool
    initial: bool
    watch_list: bool
    rv: int
    headed: bool = field(default=True)

    @property
    def scope(self) -> str:
        place = self.call.target.place
        assert place is not None
        return self.kind.scope(self.call.cluster.id, place.namespace)


def answer(call: Call, kind: Kind) -> Stream:
    """A stream of events. Refuses first what cannot be watched so."""
    query, world = call.query, call.cluster.world
    place = call.target.place
    assert place is not None
    asked = reading.query({**query, "limit": ""})
    if place.name:
        asked = replace(asked, fields=f"metadata.name={place.name}")
    watch_list = _watch_list(call)
    start = query.get("resourceVersion", "")
    reading.check_version(world, start)
    converted = form(header(call.scope, b"accept")).converted
    watch = Watch(
        call=call,
        kind=kind,
        matches=reading.matcher(kind, asked),
        converted=converted,
        include=include(call) if converted == "Table" else "",
        seconds=_seconds(query.get("timeoutSeconds", "")),
        bookmarks=call.flag("allowWatchBookmarks"),
        initial=start in ("", "0") or watch_list,
        watch_list=watch_list,
        rv=int(start or 0),
    )
    return Stream(lambda lines: _run(watch, lines))


def _watch_list(call: Call) -> bool:
    """Whether the client wants the list as the first events of the watch."""
    match, minor = call.query.get("resourceVersionMatch", ""), int(call.version[2:])
    if not call.flag("sendInitialEvents"):
        if match:
            text = "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"
            raise _bad_options("resourceVersionMatch", text, minor)
        return False
    if minor < WATCH_LIST_SINCE:
        text = "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled"
        raise _bad_options("sendInitialEvents", text, minor)
    if match != "NotOlderThan":
        text = "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"
        raise _bad_options("resourceVersionMatch", text, minor)
    return True


def _bad_options(path: str, text: str, minor: int) -> Invalid:
    return Invalid("ListOptions.meta.k8s.io", "", [forbidden(path, text)], minor)


def _seconds(asked: str) -> float:
    if not asked:
        return SHORTEST + secrets.randbelow(SHORTEST)
    if not asked.isdigit():
        raise BadRequest(f'strconv.ParseInt: parsing "{asked}": invalid syntax')
    return float(asked) or SHORTEST


async def _run(watch: Watch, lines: Lines) -> None:
    """Tell what is, what changes, and now and then how far we are."""
    loop = asyncio.get_running_loop()
    end = loop.time() + watch.seconds
    sandbox = watch.call.cluster.sandbox
    if watch.initial:
        await _tell_initial(watch, lines)
    bookmark = loop.time() + BOOKMARK_EVERY
    while True:
        version = await version_of(sandbox)
        if not await _tell_changes(watch, lines):
            return
        left = end - loop.time()
        if watch.bookmarks and (left <= 0 or loop.time() >= bookmark):
            await lines.put(_line("BOOKMARK", encoded(_bookmark(watch))))
            bookmark = loop.time() + BOOKMARK_EVERY
        if left <= 0:
            return
        pause = min(left, bookmark - loop.time()) if watch.bookmarks else left
        await runtime.wait(sandbox, version, max(pause, 0.0))


async def _tell_initial(watch: Watch, lines: Lines) -> None:
    call = watch.call
    world = call.cluster.world
    place = call.target.place
    assert place is not None
    page = reading.listed(
        world, watch.kind, call.cluster.id, place.namespace, reading.Query(), call.at
    )
    shown = [found for found in page.items if watch.matches(found[1])]
    events = [_object_event(watch, "ADDED", world, found, call.at) for found in shown]
    watch.rv = world.rv
    if watch.watch_list and watch.bookmarks:
        events.append(_line("BOOKMARK", encoded(_bookmark(watch, INITIAL_EVENTS_END))))
    if events:
        await lines.put(b"".join(events))


async def _tell_changes(watch: Watch, lines: Lines) -> bool:
    """Send what changed since the last time; False when the watch is over."""
    cluster = watch.call.cluster
    try:
        changes = await runtime.changes_after(cluster.sandbox, watch.rv)
        world = await runtime.aread(cluster.sandbox)
    except runtime.Gone:
        return False
    if changes is None:
        await lines.put(_too_old(watch, world))
        return False
    events = list(_events(watch, world, changes))
    if events:
        await lines.put(b"".join(events))
    if changes:
        watch.rv = changes[-1].rv
    there = world.find(cluster.key)
    still = there is not None and there["_"]["id"] == cluster.id
    return still and answers(world, cluster.id)


def _events(watch: Watch, world: World, changes: list[Change]) -> Iterator[bytes]:
    kind, scope = watch.kind.document, watch.scope
    below = scope + "/"
    at = reading.moment(world, now())
    for change in changes:
        key = change.key
        if key.kind != kind:
            continue
        if key.scope != scope and not key.scope.startswith(below):
            continue
        told = _told(watch, change)
        if told is not None:
            yield _object_event(watch, told[0], world, (key, told[1]), at)


def _told(watch: Watch, change: Change) -> tuple[str, Document] | None:
    """The event that a change is to this watch's selection, and its object."""
    before, after = change.before, change.after
    was = before is not None and watch.matches(before)
    if after is not None and watch.matches(after):
        if was and before is not None and _same_shown(before, after):
            return None
        return ("MODIFIED" if was else "ADDED"), after
    if before is not None and was:
        return "DELETED", Document(before, change.rv)
    return None


def _same_shown(before: Document, after: Document) -> bool:
    """Whether only what doors do not show has changed."""
    names = before.keys() | after.keys()
    return all(before.get(n) == after.get(n) for n in names - {"_"})


def _object_event(
    watch: Watch, event: str, world: World, found: Found, at: Moment
) -> bytes:
    kind = watch.kind
    if not watch.converted:
        return _line(event, reading.shown_bytes(world, kind, found, at))
    if watch.converted == "Table":
        meta = {"resourceVersion": str(found[1].rv)}
        body = tables.table(
            world, kind, [found], at, meta, include=watch.include, headed=watch.headed
        )
        watch.headed = False
    else:
        body = tables.partial(world, kind, found)
    return _line(event, encoded(body))


def _bookmark(watch: Watch, annotations: dict[str, str] | None = None) -> Body:
    meta: Body = {"resourceVersion": str(watch.rv), "creationTimestamp": None}
    if annotations:
        meta["annotations"] = annotations
    if watch.converted == "Table":
        return {
            "kind": "Table",
            "apiVersion": "meta.k8s.io/v1",
            "metadata": meta,
            "columnDefinitions": None,
            "rows": [],
        }
    if watch.converted:
        return {
            "kind": "PartialObjectMetadata",
            "apiVersion": "meta.k8s.io/v1",
            "metadata": meta,
        }
    named = {"kind": watch.kind.kind, "apiVersion": watch.kind.group_version}
    return {**named, "metadata": meta}


def _too_old(watch: Watch, world: World) -> bytes:
    status = {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": f"too old resource version: {watch.rv} ({world.rv})",
        "reason": "Expired",
        "code": 410,
    }
    return _line("ERROR", encoded(status))


def _line(event: str, body: bytes) -> bytes:
    return b'{"type":"%b","object":%b}\n' % (event.encode(), body)
