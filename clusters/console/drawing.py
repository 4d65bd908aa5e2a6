"""Drawing whole pages: a page is its template, filled by its panels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from clusters.callers.wall import now
from clusters.console import tour
from clusters.console.access import Visit
from clusters.console.refusing import refusals
from clusters.live import panels
from clusters.live.panels import Spec, slot
from clusters.live.words import sim_text
from clusters.models import Sandbox

CLOCK = panels.spec("clock")
OK, REFUSED = 200, 422


def page(
    visit: Visit,
    template: str,
    shown: Sequence[Spec] = (),
    *,
    crumbs: Sequence[tuple[str, str]] = (),
    status: int = 0,
    **context: Any,
) -> HttpResponse:
    """The whole page. Each panel's context is put beside the page's own.

    A page that shows a refusal answers 422, any other 200, unless it is told a status.
    """
    whole: dict[str, Any] = {**frame(visit), **context}
    status = status or (REFUSED if whole.get("refusal") else OK)
    whole["crumbs"] = [{"text": text, "href": href} for text, href in crumbs]
    if whole.get("refusal"):
        whole["explanation"] = refusals.about(whole["refusal"])
    whole["spec"] = {}
    for wanted in (CLOCK, *shown):
        whole["spec"][slot(wanted.name)] = wanted.text
        extra = panels.loaded(wanted, visit.place.id, visit.world)
        built = panels.built(wanted, visit.world, extra)
        panels.shown(wanted, visit.place.id, visit.world, built)
        for name, value in built.items():
            if name in whole:
                raise ValueError(f"{template}: two things are called {name}")
            whole[name] = value
    answer = render(visit.request, template, whole, status=status)
    swaps = visit.request.headers.get("HX-Request")
    if swaps and status == REFUSED and whole.get("refusal"):
        # What the form would have swapped stays; the refusal goes where notices are.
        answer["HX-Retarget"] = "#flashbar"
        answer["HX-Reselect"] = "#refusal"
        answer["HX-Reswap"] = "innerHTML"
    return answer


def frame(visit: Visit) -> dict[str, Any]:
    """What the frame round every page of a sandbox shows."""
    clock, here = visit.world.clock, now()
    return {
        "sandbox": visit.place,
        "version": visit.version,
        "rv": visit.world.rv,
        "now": here,
        "clock_text": sim_text(clock.sim(here)),
        "account": account(visit),
        "mine": visit.mine,
        "tour": tour.shown(visit.request.COOKIES),
    }


def account(visit: Visit) -> dict[str, Any]:
    """Who is looking, and how long the sandbox is kept."""
    row = Sandbox.objects.select_related("owner").get(id=visit.place.id)
    user = visit.request.user
    signed_in = user.is_authenticated
    name = user.get_username() if signed_in else "Guest"
    kept = (
        f"Sandbox {row.name} is kept for {row.owner.get_username()}."
        if row.owner
        else "A guest's sandbox: its clock rests after 60 unused minutes, and it is "
        "deleted after 14 unused days. Sign up to keep it."
    )
    return {
        "name": name,
        "initials": name[:2].upper(),
        "kept": kept,
        "signed_in": signed_in,
        "guest": row.owner is None,
        "sandbox_name": row.name,
    }


def back(request: HttpRequest, otherwise: str, *args: str) -> HttpResponse:
    """To the page that a form stood on; nothing to swap where htmx sent it."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    came = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(came if ours else reverse(otherwise, args=args))


def say(request: HttpRequest, tone: str, text: str) -> None:
    """A notice on the next page: `tone` is ok, info, warn or bad."""
    messages.add_message(request, messages.INFO, text, extra_tags=tone)
