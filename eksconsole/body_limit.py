"""Refuse bodies that nobody here has a use for before they fill memory or disk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eksconsole.protocol import Application, Receive, Scope, Send

# Manifests and templates may have 1 MiB, and each door says so in its own words.
# This limit is behind theirs.
LARGEST = 4 * 1024 * 1024
TOO_LARGE = (
    b"The request is larger than 4 MiB, so nothing was changed. Manifests and "
    b"templates may have 1 MiB: go back and send less.\n"
)
GONE: Mapping[str, Any] = {"type": "http.disconnect"}


def with_body_limit(application: Application, largest: int = LARGEST) -> Application:
    """Answer 413 as soon as a body is, or says it is, larger."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if announced(scope) > largest:
            await refuse(send)
            return
        seen = 0

        async def receive_some() -> Mapping[str, Any]:
            nonlocal seen
            if seen > largest:
                return GONE
            message = await receive()
            seen += len(message.get("body", b""))
            return GONE if seen > largest else message

        async def send_unless_refused(message: Mapping[str, Any]) -> None:
            if seen <= largest:
                await send(message)

        await application(scope, receive_some, send_unless_refused)
        if seen > largest:
            await refuse(send)

    return serve


def announced(scope: Scope) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return int(length) if length.isdigit() else 0


async def refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": TOO_LARGE})
