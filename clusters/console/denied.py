"""What a browser hears that may not, or not so often."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import permission_denied

from clusters.console.limits import WINDOW_SECONDS, TooMany


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page behind a PermissionDenied."""
    if not isinstance(exception, TooMany):
        return permission_denied(request, exception)
    context = {"exception": str(exception)}
    answer = render(request, "429.html", context, status=429)
    answer["Retry-After"] = f"{WINDOW_SECONDS:.0f}"
    return answer
