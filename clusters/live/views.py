"""The two ways beside the WebSocket: a stream of events, and plain asking."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from clusters import callers, runtime
from clusters.live import feed
from clusters.live.consumer import GONE_TEXT, made, sent_events
from clusters.live.feed import Unreadable, View


def _asked(request: HttpRequest, sandbox: str) -> View:
    """The view that a page describes in its query. Raises Unreadable."""
    sent: dict[str, Any] = {
        "panels": request.GET.getlist("panel"),
        **{name: request.GET.get(name, "0") for name in ("version", "rv")},
        "after": request.GET.get("after", "-1"),
        "filter": request.GET.get("filter", ""),
    }
    return feed.view(sandbox, sent)


async def stream(request: HttpRequest, sandbox: str) -> HttpResponseBase:
    """Server-sent events, for pages whose WebSocket cannot open."""
    try:
        seen = await sync_to_async(_asked)(request, sandbox)
    except Unreadable as error:
        return HttpResponse(str(error), status=400)
    user = await request.auser()
    events = sent_events(request.session, user, seen)
    answer = StreamingHttpResponse(events, content_type="text/event-stream")
    answer["Cache-Control"] = "no-store"
    # Compressing would hold lines back.
    answer["Content-Encoding"] = "identity"
    answer["X-Accel-Buffering"] = "no"
    return answer


@require_safe
def poll(request: HttpRequest, sandbox: str) -> HttpResponse:
    """One message at once: what the page does not know yet."""
    try:
        seen = _asked(request, sandbox)
    except Unreadable as error:
        return HttpResponse(str(error), status=400)
    who = callers.person(request.session, request.user)
    if not callers.may(who, sandbox):
        return _answer(feed.gone(GONE_TEXT), 410)
    try:
        version = runtime.version(sandbox)
        outside = feed.outside(seen, runtime.read(sandbox))
        if feed.digest(outside) == request.GET.get("more", ""):
            seen = replace(seen, loaded=outside)
        if (version, outside) == (seen.version, seen.loaded):
            return JsonResponse({"version": version})
        return _answer(made(seen, version)[1], 200)
    except runtime.Gone:
        return _answer(feed.gone(GONE_TEXT), 410)


def _answer(text: str, status: int) -> HttpResponse:
    answer = HttpResponse(text, content_type="application/json", status=status)
    answer["Cache-Control"] = "no-store"
    return answer
