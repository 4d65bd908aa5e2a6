"""What a reader chose of how pages look: cookies, so that the server draws them right."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from clusters.console.drawing import back

YEAR = 365 * 24 * 3600
ALLOWED = {
    "theme": re.compile(r"light|dark"),
    "lens": re.compile(r"all|aws|you"),
    "dock": re.compile(r"open|folded"),
    "shortcuts": re.compile(r"on|off"),
    "tour": re.compile(r"[a-z.]{0,60}"),
}
"""A preference's name, its cookie's and its field's, and what it may be."""


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    answer = back(request, "landing")
    for name, allowed in ALLOWED.items():
        chosen = request.POST.get(name, "")
        if name in request.POST and allowed.fullmatch(chosen):
            answer.set_cookie(name, chosen, max_age=YEAR, httponly=True, samesite="Lax")
    return answer
