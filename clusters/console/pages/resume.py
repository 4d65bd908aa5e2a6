"""Going on on another device: a code made here is typed there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from clusters import callers
from clusters.console import limits

UNKNOWN = (
    "No sandbox has this code, or the code is older than 14 days. "
    "Make a new one in the settings of the sandbox, on the device where it is open."
)


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    code, error = "", ""
    if request.method == "POST":
        address = request.META.get("REMOTE_ADDR", "")
        limits.check_guess(address)
        code = request.POST.get("code", "")[:40]
        sandbox_id = callers.resume(request.session, code)
        if sandbox_id is not None:
            limits.guessed_right(address)
            # Whoever may have planted this session must not come along.
            request.session.cycle_key()
            return redirect("clusters", sandbox_id)
        error = UNKNOWN
    context = {"code": code, "error": error}
    status = 422 if error else 200
    return render(request, "console/resume.html", context, status=status)
