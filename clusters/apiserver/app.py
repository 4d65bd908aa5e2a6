"""The Kubernetes door: from an ASGI request to an answer."""

from __future__ import annotations

import asyncio
import time

from asgiref.sync import sync_to_async
from django.db import OperationalError

from clusters import runtime
from clusters.apiserver import (
    api,
    clusters_here,
    identity,
    impersonation,
    nonresource,
    refusing,
)
from clusters.apiserver.answers import (
    refused,
    send_answer,
    start_stream,
    text_answer,
)
from clusters.apiserver.asgi import Answer, Lines, Receive, Scope, Send, Stream
from clusters.apiserver.bodies import ClientLeft
from clusters.apiserver.call import Call, header, query
from clusters.apiserver.paths import target
from clusters.apiserver.sockets import refuse_socket
from clusters.callers.wall import now
from clusters.sim.commands import User
from clusters.sim.errors import Refusal
from clusters.sim.kube import reading
from clusters.sim.kube.errors import KubeRefusal

NOTED_EVERY = 60.0
"""Seconds between two notes that a sandbox is in use."""
OWN_CHECK = "halfplane-check"
"""The console's own look at a new cluster, which is nobody's kubectl."""

_noted: dict[str, float] = {}
_used = sync_to_async(runtime.used, thread_sensitive=False)
_note_connection = sync_to_async(runtime.note_connection, thread_sensitive=False)
_connected: set[str] = set()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request; start and stop are the business of who serves this."""
    if scope["type"] == "websocket":
        await refuse_socket(scope, receive, send)
        return
    try:
        answer = await _answered(scope, receive)
    except Refusal as refusal:
        answer = refused(refusal)
    except runtime.Gone:
        answer = NOWHERE
    except OperationalError:
        answer = BUSY
    except ClientLeft:
        return
    if isinstance(answer, Stream):
        await _streamed(answer, receive, send)
    else:
        await send_answer(scope, send, answer)


NOWHERE = text_answer("404 page not found\n", 404)
BUSY = refused(
    KubeRefusal(
        "ServiceUnavailable",
        "the simulation's database is busy; please try again",
        503,
        retryAfterSeconds=1,
    )
)


async def _answered(scope: Scope, receive: Receive) -> Answer | Stream:
    found = target(scope["raw_path"])
    if found is None:
        return await _own_health(scope["path"])
    cluster = await clusters_here.behind(found)
    if cluster is None:
        return NOWHERE
    await clusters_here.check_reachable(cluster, clusters_here.standing(scope))
    user: User | None = None
    try:
        user = await identity.user(cluster, header(scope, b"authorization"))
        user = impersonation.acting(cluster, user, scope)
        at = reading.moment(cluster.world, now())
        call = Call(scope, receive, found, cluster, user, query(scope), at)
        await _note(call)
        if found.place is not None:
            return await api.answer(call)
        return await nonresource.answer(call)
    except Refusal as refusal:
        refusing.note(scope, found, cluster, user, refusal)
        raise


async def _own_health(path: str) -> Answer:
    """`/healthz` and `/readyz` of this process, for who supervises it."""
    if path == "/readyz":
        await sync_to_async(runtime.find_cluster, thread_sensitive=False)("none")
    if path in ("/healthz", "/readyz"):
        return text_answer("ok")
    return NOWHERE


async def _note(call: Call) -> None:
    """Note, now and then, that a sandbox is used, and once that a client connected."""
    if call.user is identity.ANONYMOUS or call.program == OWN_CHECK:
        return
    sandbox, cluster = call.cluster.sandbox, call.cluster.id
    here = time.monotonic()
    if here - _noted.get(sandbox, -NOTED_EVERY) >= NOTED_EVERY:
        _noted[sandbox] = here
        await _used(sandbox)
    if cluster not in _connected:
        _connected.add(cluster)
        await _note_connection(cluster, call.program)


async def _streamed(stream: Stream, receive: Receive, send: Send) -> None:
    """Send an answer that goes on, until it ends or its client has left."""
    await start_stream(send, stream.content_type)
    work = asyncio.ensure_future(stream.run(Lines(send)))
    left = asyncio.ensure_future(_left(receive))
    try:
        await asyncio.wait({work, left}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        left.cancel()
        ended = work.done()
        work.cancel()
    if ended:
        work.result()
        await send({"type": "http.response.body", "body": b""})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
