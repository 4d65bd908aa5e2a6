"""A cluster's events by themselves: what the dock of another page asks for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clusters.console import dock
from clusters.console.access import for_request


@require_safe
def events(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    """The dock's panel; without script the overview shows the same."""
    visit = for_request(request, sandbox)
    visit.cluster(name)
    if not request.headers.get("HX-Request"):
        overview = reverse("cluster", args=[sandbox, name])
        return redirect(f"{overview}?{request.GET.urlencode()}".rstrip("?"))
    whole = {"sandbox": visit.place, "stream": dock.events(visit, name)}
    return render(request, "console/stream.html", whole)
