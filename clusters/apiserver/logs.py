"""`kubectl logs`: what a container wrote, fetched from its node as on a real cluster."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from clusters import runtime
from clusters.apiserver import clusters_here
from clusters.apiserver.asgi import TEXT, Answer, Lines, Stream
from clusters.apiserver.call import Call
from clusters.apiserver.log_options import Options, asked
from clusters.callers.wall import now
from clusters.runtime.hub import version_of
from clusters.sim.commands import Doc
from clusters.sim.images import logs
from clusters.sim.kube import reading
from clusters.sim.kube.errors import KubeRefusal
from clusters.sim.kube.kind import Kind
from clusters.sim.kube.pods import logged
from clusters.sim.network import reachability
from clusters.sim.world import Document, Key, World

Line = tuple[float, str, str]
LOOK_EVERY = 0.5
"""Seconds between two looks at what a followed container has written."""
BREATH = 20
"""How many times longer than a look took it is waited for the next."""


@dataclass(slots=True)
class Reader:
    """The log of one run of a container, and how much of it was sent."""

    call: Call
    key: Key
    options: Options
    sent: int = 0
    bytes_left: int | None = None


async def answer(call: Call, kind: Kind) -> Answer | Stream:
    """The log, whole or followed. Refuses as API server and kubelet do."""
    place = call.target.place
    assert place is not None
    view = call.cluster.world
    key, pod = reading.find(
        view, kind, call.cluster.id, place.namespace, place.name, call.at
    )
    options = asked(call, pod)
    node = pod["spec"].get("nodeName", "")
    if not node:
        return Answer(b"", 200, TEXT)
    await _check_kubelet(call, key, node, options)
    status = logged.status_of(pod, options.container)
    logged.check_started(pod, options.container, previous=options.previous)
    reader = Reader(call, key, options, bytes_left=options.limit_bytes)
    written = _tail(await _written(reader, view, call.at.sim), options)
    if not options.follow:
        return Answer(b"".join(_rendered(reader, view, written)), 200, TEXT)
    return Stream(lambda lines: _follow(reader, status, written, lines), TEXT)


async def _check_kubelet(call: Call, key: Key, node: str, options: Options) -> None:
    """The API server must reach the kubelet, by a cross-account interface."""
    view, cluster = call.cluster.world, call.cluster
    found: Doc = view.find(Key("k8s.Node", cluster.id, node)) or {}
    instance = str(found.get("spec", {}).get("providerID", "")).rpartition("/")[2]
    where = Key("ec2.Instance", cluster.key.scope, instance)
    if view.find(where) and reachability.api_to_node(view, cluster.key, where).ok:
        return
    await asyncio.sleep(clusters_here.TIMED_OUT_AFTER)
    addresses = found.get("status", {}).get("addresses", ())
    ips = [a["address"] for a in addresses if a["type"] == "InternalIP"]
    kubelet = f"{next(iter(ips), node)}:10250"
    namespace = key.scope.partition("/")[2]
    path = f"containerLogs/{namespace}/{key.name}/{options.container}"
    follow = "?follow=true" if options.follow else ""
    text = f'Get "https://{kubelet}/{path}{follow}": dial tcp {kubelet}: i/o timeout'
    raise KubeRefusal("", text, 500)


async def _written(reader: Reader, view: World, at: float) -> list[Line]:
    """All that the container has written by then.

    It is worked out from the run's beginning, which takes a while for one that has
    talked for days: others are served meanwhile.
    """
    options = reader.options
    ask = partial(logs.lines, previous=options.previous, now=at)
    found = await asyncio.to_thread(ask, view, reader.key, options.container)
    return [line for line in found if not options.stream or line[1] == options.stream]


def _tail(written: list[Line], options: Options) -> list[Line]:
    if options.tail is None:
        return written
    return written[max(0, len(written) - options.tail) :]


def _rendered(reader: Reader, view: World, written: Iterable[Line]) -> Iterable[bytes]:
    """Lines as clients read them, up to the bytes they asked for."""
    options = reader.options
    for at, _, text in written:
        epoch = view.clock.wall(at)
        if options.since is not None and epoch < options.since:
            continue
        stamp = f"{stamped(epoch)} " if options.timestamps else ""
        line = f"{stamp}{text}\n".encode()
        if reader.bytes_left is not None:
            line = line[: reader.bytes_left]
            reader.bytes_left -= len(line)
        if line:
            yield line


def stamped(epoch: float) -> str:
    """A time as container runtimes write it before each line."""
    second, fraction = divmod(epoch, 1)
    day = datetime.fromtimestamp(second, UTC)
    return f"{day:%Y-%m-%dT%H:%M:%S}.{int(fraction * 1e9):09d}Z"


async def _follow(
    reader: Reader, status: dict[str, Any], written: list[Line], lines: Lines
) -> None:
    """Send what there is, then what comes, until this run of the container ends."""
    sandbox = reader.call.cluster.sandbox
    view = reader.call.cluster.world
    reader.sent = len(await _written(reader, view, reader.call.at.sim))
    pause = LOOK_EVERY
    while True:
        new = b"".join(_rendered(reader, view, written))
        if new:
            await lines.put(new)
        if reader.bytes_left == 0 or not _still(view, reader, status):
            return
        await runtime.wait(sandbox, await version_of(sandbox), pause)
        try:
            view = await runtime.aread(sandbox)
        except runtime.Gone:
            return
        if view.find(reader.key) is None:
            return
        start = time.monotonic()
        everything = await _written(reader, view, view.clock.sim(now()))
        pause = max(LOOK_EVERY, BREATH * (time.monotonic() - start))
        written, reader.sent = everything[reader.sent :], len(everything)


def _still(view: World, reader: Reader, status: dict[str, Any]) -> bool:
    """Whether the run that is followed goes on."""
    pod: Document | None = view.find(reader.key)
    if pod is None or reader.options.previous:
        return False
    found = logged.status_of(pod, reader.options.container)
    same = found.get("containerID") == status.get("containerID")
    return same and "running" in (found.get("state") or {})
