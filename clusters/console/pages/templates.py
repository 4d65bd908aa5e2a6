"""Our two CloudFormation templates, to download as AWS offers its own."""

from __future__ import annotations

from importlib import resources

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

NAMES = ("eks-vpc.yaml", "eks-nodes.yaml")


@require_safe
def template(_request: HttpRequest, name: str) -> HttpResponse:
    if name not in NAMES:
        raise Http404
    folder = resources.files("clusters.sim.catalog") / "templates"
    text = (folder / name).read_text(encoding="utf-8")
    return HttpResponse(text, content_type="application/yaml; charset=utf-8")
