"""Start and stop, as an ASGI server announces them."""

from __future__ import annotations

from eksconsole.protocol import Application, Receive, Scope, Send


def with_lifespan(application: Application) -> Application:
    """Agree to both; nothing here holds what a stop must give back."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await application(scope, receive, send)
            return
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})

    return serve
