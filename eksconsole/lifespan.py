"""Start and stop, as an ASGI server announces them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from eksconsole.protocol import Application, Receive, Scope, Send


def nothing() -> None:
    """What most servers have to do at their end."""


def with_lifespan(
    application: Application, at_end: Callable[[], None] = nothing
) -> Application:
    """Agree to both; `at_end` gives back what a stop must, in a moment."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await application(scope, receive, send)
            return
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await asyncio.to_thread(at_end)
        await send({"type": "lifespan.shutdown.complete"})

    return serve
