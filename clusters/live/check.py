"""Three lines to nowhere, by which a browser tries what live pages need."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from clusters.callers.wall import now

COOKIE = "check"
"""Set by the page, and to come back with what the page then asks."""
LINES = 3
GAP_SECONDS = 0.4
"""Lines that come all together were held back on their way."""
SOCKET_SECONDS = 10.0
LONGEST_ECHO = 200


@require_safe
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """The server's time, and whether the page's cookie came back."""
    return JsonResponse({"now": now(), "cookie": COOKIE in request.COOKIES})


@require_safe
async def stream(request: HttpRequest) -> StreamingHttpResponse:  # noqa: ARG001 a view
    """Three numbered lines, one after another."""
    answer = StreamingHttpResponse(_lines(), content_type="text/event-stream")
    answer["Cache-Control"] = "no-store"
    answer["Content-Encoding"] = "identity"
    answer["X-Accel-Buffering"] = "no"
    return answer


async def _lines() -> AsyncIterator[str]:
    for number in range(1, LINES + 1):
        yield f"data: {json.dumps({'line': number, 'of': LINES})}\n\n"
        await asyncio.sleep(GAP_SECONDS)


async def echo(_scope: Any, receive: Any, send: Any) -> None:
    """A socket that says one thing back and closes."""
    await receive()
    await send({"type": "websocket.accept"})
    try:
        heard = await asyncio.wait_for(receive(), SOCKET_SECONDS)
    except TimeoutError:
        heard = {"type": "websocket.receive"}
    if heard["type"] == "websocket.receive":
        text = (heard.get("text") or "")[:LONGEST_ECHO]
        await send({"type": "websocket.send", "text": text})
        await send({"type": "websocket.close", "code": 1000})
