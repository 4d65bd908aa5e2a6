"""What happened since the reader was last here: a line that opens to a summary."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from clusters.console import heading
from clusters.console.access import for_request
from clusters.console.drawing import page
from clusters.console.typed import is_number
from clusters.live import digest as sums


@require_safe
def digest(request: HttpRequest, sandbox: str) -> HttpResponse:
    """The page; with script, the dock shows its middle."""
    visit = for_request(request, sandbox)
    asked = request.GET.get("after", "")
    after = int(asked) if is_number(asked) else 0
    name = request.GET.get("cluster", "")[:100]
    if heading.find(visit.world, name) is None:
        name = ""
    clusters = ("Clusters", reverse("clusters", args=[sandbox]))
    own = [(name, reverse("cluster", args=[sandbox, name]))] if name else []
    return page(
        visit,
        "console/digest.html",
        here="clusters",
        crumbs=[clusters, *own, ("While you were away", "")],
        digest=sums.of(sandbox, visit.world, name, after),
        digest_cluster=name,
    )
