"""The terminal's own connection: a WebSocket that is there while somebody types."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing
from typing import Any

from asgiref.sync import sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.urls import re_path

from clusters import callers, runtime
from clusters.terminal import completion, messages, pace, people, runner, store
from clusters.terminal.box.running import box
from clusters.terminal.following import news
from clusters.terminal.messages import Message
from clusters.terminal.runner import Run
from clusters.terminal.session import Session
from clusters.terminal.store import Entry

QUIET_SECONDS = 600.0
ACCESS_SECONDS = 5.0
"""A right that was taken away is noticed within this time, while something runs."""
LONGEST_TEXT = 1 << 20
MOST_COLUMNS = 400
QUIET_CODE, BAD_CODE, GONE_CODE, LOOKS_ON_CODE = 4000, 4400, 4404, 4403


def in_thread(call: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    """A call that may ask the database, for the event loop."""
    return sync_to_async(call, thread_sensitive=False)


def opening(sandbox_id: str) -> Message:
    """What a page hears first: what was typed before, for the up arrow."""
    return {"history": store.lines(sandbox_id)}


def submitted(
    scope: Mapping[str, Any], sandbox_id: str, name: str, line: str, columns: int
) -> Run | Entry:
    """A line of somebody who may type. Raises pace.Refused and runtime.Gone."""
    if not people.may_type(scope["session"], scope["user"], sandbox_id):
        raise runtime.Gone
    return runner.submit(sandbox_id, name, line, columns)


def completed(sandbox_id: str, line: str, at: int) -> tuple[int, list[str]]:
    """Where the word that is typed begins, and what it may become."""
    session = Session(sandbox_id, runner.doors())
    store.fill(session, store.look(sandbox_id))
    return completion.word_start(line, at), completion.complete(session, line, at)


class TerminalPage(AsyncWebsocketConsumer):
    """One page's terminal."""

    # Lines wake their readers directly; a channel would only tie a socket to Redis.
    channel_layer_alias = ""
    sandbox: str
    admitted = False

    async def connect(self) -> None:
        self.sandbox = self.scope["url_route"]["kwargs"]["sandbox"]
        self.following: dict[str, asyncio.Task[None]] = {}
        self.watch: asyncio.Task[None] | None = None
        self.quiet: asyncio.TimerHandle | None = None
        await self.accept()
        role = await self.role()
        self.admitted = role == callers.OWNER
        if not self.admitted:
            code = LOOKS_ON_CODE if role else GONE_CODE
            text = people.LOOKS_ON if role else people.GONE
            await self.tell({"gone": text})
            await self.close(code)
            return
        await self.tell(await in_thread(opening)(self.sandbox))
        self.rest()
        # Whoever opens a terminal soon types `aws`: it is there by then.
        self.ready = asyncio.ensure_future(in_thread(box.refill)())

    async def role(self) -> str:
        scope = self.scope
        found = in_thread(people.role)
        return str(await found(scope["session"], scope["user"], self.sandbox))

    async def tell(self, *several: Message) -> None:
        for message in several:
            text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
            await self.send(text)

    def rest(self) -> None:
        """Close after a while in which nothing is typed and nothing runs."""
        if self.quiet is not None:
            self.quiet.cancel()
        loop = asyncio.get_running_loop()
        self.quiet = loop.call_later(QUIET_SECONDS, self.close_when_quiet)

    def close_when_quiet(self) -> None:
        if self.following:
            self.rest()
        else:
            self.closing = asyncio.ensure_future(self.close(QUIET_CODE))

    async def receive(
        self,
        text_data: str | None = None,
        bytes_data: bytes | None = None,  # noqa: ARG002 Channels' own signature
    ) -> None:
        if not self.admitted:  # it spoke before it heard that it must leave
            return
        self.rest()
        try:
            if len(text_data or "") > LONGEST_TEXT:
                raise ValueError("too long")
            said = json.loads(text_data or "")
            verb = next(name for name in VERBS if name in said)
        except (ValueError, RecursionError, TypeError, StopIteration):
            await self.close(BAD_CODE)
            return
        await VERBS[verb](self, said)

    async def run(self, said: Message) -> None:
        """Run a line, once."""
        name, line = str(said.get("id", "")), str(said["run"])
        columns = said.get("columns", 0)
        wide = columns if isinstance(columns, int) else 0
        wide = max(40, min(wide or 120, MOST_COLUMNS))
        submit = in_thread(submitted)
        try:
            found = await submit(self.scope, self.sandbox, name, line, wide)
        except pace.Refused as refused:
            words = {"id": name, "refused": str(refused), "wait": refused.wait}
            await self.tell(words)
        except runtime.Gone:
            await self.ended()
        else:
            await self.follow(found)

    async def attach(self, said: Message) -> None:
        """Go on with lines that were under way when a connection was lost."""
        names = said["attach"]
        for name in names[: runner.MOST_WAITING] if isinstance(names, list) else ():
            found = runner.find(self.sandbox, str(name)) or await in_thread(
                store.entry
            )(self.sandbox, str(name))
            if found is None:
                await self.tell({"id": str(name), "unknown": True})
            else:
                await self.follow(found)

    async def stop(self, said: Message) -> None:
        """Ctrl+C."""
        found = runner.find(self.sandbox, str(said["stop"]))
        if found is not None:
            runner.stop(found)

    async def complete(self, said: Message) -> None:
        line, at = str(said["complete"]), said.get("at")
        place = at if isinstance(at, int) and 0 <= at <= len(line) else len(line)
        if len(line) > pace.LONGEST_LINE:
            return
        try:
            start, options = await in_thread(completed)(self.sandbox, line, place)
        except runtime.Gone:
            await self.ended()
        else:
            await self.tell({"n": said.get("n"), "from": start, "options": options})

    async def follow(self, found: Run | Entry) -> None:
        if not isinstance(found, Run):
            await self.tell(*messages.stored(found))
        elif found.name not in self.following:
            await self.tell({"id": found.name, "taken": True})
            task = asyncio.create_task(self.read(found))
            self.following[found.name] = task
            if self.watch is None:
                self.watch = asyncio.create_task(self.keep_watch())

    async def read(self, run: Run) -> None:
        """Tell what a line prints, until all is said."""
        try:
            async with aclosing(news(run)) as heard:
                async for message in heard:
                    await self.tell(message)
        finally:
            self.following.pop(run.name, None)

    async def keep_watch(self) -> None:
        """While something runs: end it when its reader may no longer type."""
        while self.following:
            await asyncio.sleep(ACCESS_SECONDS)
            if await self.role() != callers.OWNER:
                await self.ended()
                break
        self.watch = None

    async def ended(self) -> None:
        """The right to type is gone, or the sandbox is."""
        for name in list(self.following):
            found = runner.find(self.sandbox, name)
            if found is not None:
                runner.stop(found)
        self.admitted = False
        await self.tell({"gone": people.GONE})
        await self.close(GONE_CODE)

    async def disconnect(self, code: int) -> None:  # noqa: ARG002 Channels' own
        if self.quiet is not None:
            self.quiet.cancel()
        for task in (*self.following.values(), self.watch):
            if task is not None and task is not asyncio.current_task():
                task.cancel()


VERBS: dict[str, Callable[[TerminalPage, Message], Awaitable[None]]] = {
    "run": TerminalPage.run,
    "attach": TerminalPage.attach,
    "stop": TerminalPage.stop,
    "complete": TerminalPage.complete,
}
page: Any = TerminalPage.as_asgi()
urlpatterns = [re_path(r"^s/(?P<sandbox>[a-z0-9]+)/terminal/socket/$", page)]
