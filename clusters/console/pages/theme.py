"""Light or dark: a cookie, so that the server draws the page right at once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from clusters.console.drawing import back

YEAR = 365 * 24 * 3600


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    answer = back(request, "landing")
    chosen = request.POST.get("theme")
    if chosen in ("light", "dark"):
        answer.set_cookie("theme", chosen, max_age=YEAR, httponly=True, samesite="Lax")
    return answer
