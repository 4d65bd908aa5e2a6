"""Requests to the Kubernetes door, in process: ASGI messages instead of a socket."""

from __future__ import annotations

import asyncio
import queue
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from clusters.apiserver.app import application
from clusters.terminal.session import LAPTOP, Session

LOOK_SECONDS = 0.2
"""How often who waits for an answer looks whether the line is to end."""


@dataclass
class Reply:
    """An answer; its body comes in pieces, as it is sent."""

    status: int
    headers: list[tuple[str, str]]
    pieces: Iterator[bytes]
    leave: Callable[[], object]
    """Hear no more of it."""

    def body(self) -> bytes:
        """The whole body, once it is there."""
        return b"".join(self.pieces)

    def lines(self) -> Iterator[bytes]:
        """The body's lines as they come."""
        rest = b""
        for piece in self.pieces:
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole
        if rest:
            yield rest


def send(  # noqa: PLR0913 the parts of an HTTP request
    session: Session,
    method: str,
    path: str,
    *,
    query: str = "",
    headers: Mapping[str, str | list[str]],
    body: bytes = b"",
) -> Reply:
    """Send one request from where the learner stands. Raises session.Stopped."""
    scope: dict[str, Any] = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [
            (name.lower().encode(), value.encode())
            for name, values in headers.items()
            for value in ([values] if isinstance(values, str) else values)
        ],
    }
    if session.place != LAPTOP:
        scope["extensions"] = {"halfplane": {"place": session.place}}
    messages: queue.SimpleQueue[Any] = queue.SimpleQueue()
    work = asyncio.run_coroutine_threadsafe(
        _exchanged(scope, body, messages), session.loop
    )
    pieces = _pieces(session, messages, work)
    try:
        start = _next(session, messages)
        if start is None:
            work.result()
            raise ConnectionResetError("the door ended without an answer")
    except BaseException:
        work.cancel()
        raise
    named = [(n.decode(), v.decode("utf-8", "replace")) for n, v in start["headers"]]
    return Reply(start["status"], named, pieces, work.cancel)


async def _exchanged(
    scope: dict[str, Any], body: bytes, messages: queue.SimpleQueue[Any]
) -> None:
    sent = False

    async def receive() -> dict[str, Any]:
        nonlocal sent
        if sent:
            await asyncio.Event().wait()  # the client leaves by cancelling all this
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def put(message: dict[str, Any]) -> None:
        messages.put(message)

    try:
        await application(scope, receive, put)
    finally:
        messages.put(None)


def _pieces(
    session: Session, messages: queue.SimpleQueue[Any], work: Future[None]
) -> Iterator[bytes]:
    try:
        while (message := _next(session, messages)) is not None:
            if message.get("body"):
                yield message["body"]
        work.result()
    finally:
        work.cancel()


def _next(session: Session, messages: queue.SimpleQueue[Any]) -> Any:
    while True:
        session.check()
        try:
            return messages.get(timeout=LOOK_SECONDS)
        except queue.Empty:
            continue
