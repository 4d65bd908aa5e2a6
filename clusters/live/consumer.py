"""A page's own connection: a WebSocket, or server-sent events where that is blocked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.urls import re_path

from clusters import callers, runtime
from clusters.live import check, feed
from clusters.live.feed import View
from clusters.runtime.hub import version_of

BEAT_SECONDS = 10.0
"""A quiet line says at least so often that it is there."""
REST_SECONDS = 0.25
"""A page hears of changes at most four times a second."""
ACCESS_SECONDS = 5.0
"""A right that was taken away is noticed within this time."""
GONE_CODE = 4404
BAD_CODE = 4400
LONGEST_TEXT = 64 * 1024
"""What a page says of itself is a few kilobytes."""
GONE_TEXT = "This sandbox is no longer here, or no longer yours to see."

_making: dict[tuple[View, int], asyncio.Task[tuple[View, str]]] = {}


async def next_message(
    seen: View, *, wait: float, look: bool = True
) -> tuple[View, str]:
    """What a page must hear next; a beat when nothing happens for `wait` seconds.

    With `look`, what panels show from outside the World is looked up although nothing
    was committed. Raises runtime.Gone.
    """
    # The version first: the World that is read after it is at least as new.
    version = await version_of(seen.sandbox)
    if version == seen.version:
        await runtime.wait(seen.sandbox, seen.version, wait)
        version = await version_of(seen.sandbox)
    if version == seen.version and not (look and feed.shows_more(seen)):
        return seen, json.dumps({"version": version})
    return await _shared(seen, version)


async def _shared(seen: View, version: int) -> tuple[View, str]:
    """The message, made once for all pages that saw the same and show the same."""
    key = (seen, version)
    task = _making.get(key)
    if task is None:
        task = _making[key] = asyncio.create_task(_made_aside(seen, version))
        task.add_done_callback(lambda _: _making.pop(key, None))
    return await asyncio.shield(task)


def made(seen: View, version: int) -> tuple[View, str]:
    """The message for a page that saw `seen`, and what it then has seen."""
    world = runtime.read(seen.sandbox)
    changes = runtime.log.changes_after(seen.sandbox, seen.rv) if seen.rv else None
    return feed.message(seen, world, version, changes)


# All of it in one step into a thread: each step costs more than most messages.
_made_aside = database_sync_to_async(made, thread_sensitive=False)


@database_sync_to_async
def may_see(session: Any, user: Any, sandbox_id: str) -> bool:
    return callers.may(callers.person(session, user), sandbox_id)


def told(text: str) -> Any:
    """What a page said. Raises ValueError."""
    if len(text) > LONGEST_TEXT:
        raise ValueError("too long")
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("too deep") from error


async def followed(
    seen: View, allowed: Callable[[], Awaitable[bool]]
) -> AsyncGenerator[str, None]:
    """All that a page hears, over whatever line, until it may no longer look."""
    loop = asyncio.get_running_loop()
    checked = beat = loop.time()
    try:
        while True:
            before, quiet = seen, loop.time() - beat > BEAT_SECONDS
            seen, text = await next_message(seen, wait=ACCESS_SECONDS, look=quiet)
            if quiet or seen != before:
                beat = loop.time()
                yield text
            if loop.time() - checked > ACCESS_SECONDS:
                checked = loop.time()
                if not await allowed():
                    break
            if seen != before:
                await asyncio.sleep(REST_SECONDS)
    except runtime.Gone:
        pass
    yield feed.gone(GONE_TEXT)


class LivePage(AsyncWebsocketConsumer):
    """One page's socket: it says what it shows, and hears what changes of it."""

    # Commits wake pages through the hub; a channel would only tie a socket to Redis.
    channel_layer_alias = ""
    sandbox: str
    admitted = False
    pump: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        self.sandbox = self.scope["url_route"]["kwargs"]["sandbox"]
        await self.accept()
        self.admitted = await self.allowed()
        if not self.admitted:
            await self.send(feed.gone(GONE_TEXT))
            await self.close(GONE_CODE)

    async def allowed(self) -> bool:
        return bool(
            await may_see(self.scope["session"], self.scope["user"], self.sandbox)
        )

    async def receive(
        self,
        text_data: str | None = None,
        bytes_data: bytes | None = None,  # noqa: ARG002 Channels' own signature
    ) -> None:
        """The page shows something else now (or for the first time)."""
        if not self.admitted:  # it spoke before it heard that it must leave
            return
        try:
            seen = feed.view(self.sandbox, told(text_data or ""))
        except ValueError:
            await self.close(BAD_CODE)
            return
        self.stop()
        self.pump = asyncio.create_task(self.follow(seen))

    async def follow(self, seen: View) -> None:
        """Say what changes, until the page leaves or may no longer look."""
        async with aclosing(followed(seen, self.allowed)) as texts:
            async for text in texts:
                await self.send(text)
        self.admitted = False
        await self.close(GONE_CODE)

    def stop(self) -> None:
        if self.pump is not None:
            self.pump.cancel()
            self.pump = None

    async def disconnect(self, code: int) -> None:  # noqa: ARG002 Channels' own
        self.stop()


async def sent_events(session: Any, user: Any, seen: View) -> AsyncIterator[str]:
    """The same messages as server-sent events."""

    async def allowed() -> bool:
        return bool(await may_see(session, user, seen.sandbox))

    if not await allowed():
        yield "retry: 2000\n\n"
        yield f"data: {feed.gone(GONE_TEXT)}\n\n"
        return
    # Something at once: a page whose proxy holds lines back hears nothing, and asks.
    yield f'retry: 2000\ndata: {{"version":{seen.version}}}\n\n'
    async with aclosing(followed(seen, allowed)) as texts:
        async for text in texts:
            yield f"data: {text}\n\n"


async def nowhere(_scope: Any, receive: Any, send: Any) -> None:
    """Refuse a socket at an address where there is none."""
    await receive()
    await send({"type": "websocket.close", "code": GONE_CODE})


page: Any = LivePage.as_asgi()
echo: Any = check.echo
other: Any = nowhere
urlpatterns = [
    re_path(r"^s/(?P<sandbox>[a-z0-9]+)/live/$", page),
    re_path(r"^check/socket/$", echo),
    re_path(r"", other),
]
