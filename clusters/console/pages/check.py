"""Testing the connection, before a class: does this network let live pages through?"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from clusters.callers.wall import now
from clusters.live.check import COOKIE
from clusters.live.words import day_text

TESTS = (
    ("script", "Scripts"),
    ("socket", "WebSocket"),
    ("stream", "Server-sent events"),
    ("ask", "Plain requests"),
    ("clock", "Your clock"),
    ("cookie", "Cookies"),
    ("storage", "Storage"),
)
TOOLS = "curl {console}/healthz\ncurl -k {kube}/healthz"


@never_cache
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """The page, and without script the half of it that a second request can tell."""
    again = "again" in request.GET
    context = {
        "tests": TESTS,
        "again": again,
        "cookie_back": COOKIE in request.COOKIES,
        "server_time": day_text(now()),
        "server_now": now(),
        "console_url": settings.PUBLIC_URL,
        "tools": TOOLS.format(console=settings.PUBLIC_URL, kube=settings.KUBE_URL),
    }
    answer = render(request, "console/check.html", context)
    answer.set_cookie(COOKIE, "1", max_age=3600, httponly=True, samesite="Lax")
    return answer
