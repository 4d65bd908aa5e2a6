"""Settings of a sandbox: go on elsewhere, begin anew, delete."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from clusters import callers, runtime
from clusters.console.access import Visit, for_request
from clusters.console.drawing import page, say


@require_safe
def settings(request: HttpRequest, sandbox: str) -> HttpResponse:
    return _page(for_request(request, sandbox))


@never_cache
@require_POST
def resume_code(request: HttpRequest, sandbox: str) -> HttpResponse:
    """Make a code; it is shown once, here."""
    visit = for_request(request, sandbox, write=True)
    return _page(visit, code=callers.issue_resume_code(sandbox))


@require_POST
def reset(request: HttpRequest, sandbox: str) -> HttpResponse:
    visit = for_request(request, sandbox, write=True)
    if not _confirmed(visit, "reset"):
        return redirect("settings", sandbox)
    runtime.reset(sandbox)
    say(request, "ok", "The sandbox is as it was on its first day.")
    return redirect("clusters", sandbox)


@require_POST
def delete(request: HttpRequest, sandbox: str) -> HttpResponse:
    visit = for_request(request, sandbox, write=True)
    if not _confirmed(visit, "delete"):
        return redirect("settings", sandbox)
    runtime.delete(sandbox)
    return redirect("landing")


def _confirmed(visit: Visit, word: str) -> bool:
    if visit.request.POST.get("confirm", "").strip().lower() == word:
        return True
    say(visit.request, "warn", f"Type {word} to confirm. Nothing was changed.")
    return False


def _page(visit: Visit, code: str = "") -> HttpResponse:
    return page(
        visit,
        "console/settings.html",
        crumbs=[("Sandbox settings", "")],
        code=code,
        mine=visit.mine,
    )
