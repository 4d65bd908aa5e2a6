"""The shapes of ASGI, and what handlers answer with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Scope: TypeAlias = Mapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Mapping[str, Any]]]
Send: TypeAlias = Callable[[dict[str, Any]], Awaitable[None]]
Headers: TypeAlias = tuple[tuple[bytes, bytes], ...]

JSON = "application/json"
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer."""

    body: bytes
    status: int = 200
    content_type: str = JSON
    headers: Headers = ()


@dataclass(frozen=True, slots=True)
class Stream:
    """An answer that goes on: `run` sends its lines until the client or it is done."""

    run: Callable[[Lines], Awaitable[None]]
    content_type: str = JSON


@dataclass(slots=True)
class Lines:
    """The open body of a streamed answer."""

    send: Send

    async def put(self, data: bytes) -> None:
        """Send this now."""
        await self.send({"type": "http.response.body", "body": data, "more_body": True})
