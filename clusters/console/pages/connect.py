"""Connect your tools: what to paste for aws, boto3 and kubectl."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from clusters import callers, runtime
from clusters.console import snippets
from clusters.console.access import Visit, for_request
from clusters.console.drawing import page, say
from clusters.sim.datacenter import lifecycle
from clusters.sim.kube.kind import kinds
from clusters.sim.registry import operations

KINDS_OF_FILE = ("aws", "token")
HOURS = 8


@never_cache
@require_safe
def connect(request: HttpRequest, sandbox: str) -> HttpResponse:
    """The page. Secrets are shown to the owner only, not to who looks on."""
    visit = for_request(request, sandbox)
    return page(
        visit,
        "console/connect.html",
        here="connect",
        crumbs=[("Connect your tools", "")],
        mine=visit.mine,
        snippets=_snippets(visit) if visit.mine else [],
        ready=_clusters(visit),
        works=_works(),
        hours=HOURS,
    )


def _snippets(visit: Visit) -> list[dict[str, str]]:
    key = callers.learner_key(visit.place.id)
    return [
        {
            "title": "A profile",
            "hint": "For people who also have real accounts: name it with --profile halfplane.",
            "text": snippets.profile(visit.place, key),
        },
        {
            "title": "Environment",
            "hint": "For one shell. aws, boto3, eksctl and Terraform read these.",
            "text": snippets.environment(visit.place, key),
        },
        {
            "title": "boto3",
            "hint": "For a Python program that sets nothing else.",
            "text": snippets.boto3(visit.place, key),
        },
    ]


def _clusters(visit: Visit) -> list[dict[str, Any]]:
    return [
        {"name": key.name, "ready": lifecycle.ended(doc, "endpoint")}
        for key, doc in visit.world.list("eks.Cluster", visit.place.region)
    ]


def _works() -> dict[str, Any]:
    """What is simulated today, from the registries themselves."""
    services: dict[str, int] = {}
    for action in operations:
        service = action.partition(":")[0]
        services[service] = services.get(service, 0) + 1
    return {
        "services": sorted(services.items()),
        "kinds": sorted({kind.kind for _, kind in kinds.items()}),
    }


@never_cache
@require_POST
def kubeconfig(
    request: HttpRequest, sandbox: str, name: str, kind: str
) -> HttpResponse:
    """A kubeconfig to download. With a token in it, it differs from AWS."""
    visit = for_request(request, sandbox, write=True)
    if kind not in KINDS_OF_FILE:
        raise Http404
    key, doc = visit.cluster(name)
    if kind == "aws":
        user: dict[str, Any] = snippets.exec_user(visit.place, name)
    else:
        arn = callers.learner(visit.world, "console").arn
        token = callers.issue_kube_token(sandbox, arn, seconds=HOURS * 3600.0)
        user = {"token": token}
    text = snippets.kubeconfig(runtime.site(), key, doc, user)
    answer = HttpResponse(text, content_type="application/yaml")
    answer["Content-Disposition"] = f'attachment; filename="{name}.kubeconfig"'
    return answer


@require_POST
def renew_key(request: HttpRequest, sandbox: str) -> HttpResponse:
    """Take the access key back and make another."""
    for_request(request, sandbox, write=True)
    callers.replace_learner_key(sandbox)
    say(request, "ok", "The old access key no longer works. Paste one of these anew.")
    return redirect("connect", sandbox)
