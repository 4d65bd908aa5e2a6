"""The first page: what this is, and one click to begin."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from clusters import callers, runtime
from clusters.console import limits


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    who = callers.person(request.session, request.user)
    mine = list(callers.sandboxes_of(who)[:20])
    return render(request, "console/landing.html", {"mine": mine})


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """A new sandbox for this browser. Somebody who is signed in keeps it."""
    limits.check_start(request.META.get("REMOTE_ADDR", ""))
    made = runtime.create()
    callers.own(request.session, made.id)
    request.session.cycle_key()
    user_id = request.user.pk
    if user_id is not None:
        callers.keep(made.id, user_id)
    return redirect("clusters", made.id)


@require_safe
def current(request: HttpRequest) -> HttpResponse:
    """`/clusters/`: the sandbox that was used last."""
    who = callers.person(request.session, request.user)
    last = callers.sandboxes_of(who).first()
    return redirect("landing") if last is None else redirect("clusters", last.id)
