"""Settings and data of a sandbox: its name, a copy of it, going on elsewhere, its end."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from clusters import callers, runtime
from clusters.console import export
from clusters.console.access import Visit, for_request
from clusters.console.drawing import REFUSED, page, say
from clusters.live.words import counted
from clusters.models import Sandbox

LONGEST_NAME = 60
BAD_NAME = f"A name has 1 to {LONGEST_NAME} characters that can be printed."
COUNTED = (
    ("eks.Cluster", "cluster"),
    ("eks.Nodegroup", "node group"),
    ("ec2.Instance", "instance"),
    ("elb.LoadBalancer", "load balancer"),
    ("cloudformation.Stack", "CloudFormation stack"),
    ("iam.Role", "IAM role"),
)


@require_safe
def settings(request: HttpRequest, sandbox: str) -> HttpResponse:
    return _page(for_request(request, sandbox))


@require_POST
def rename(request: HttpRequest, sandbox: str) -> HttpResponse:
    visit = for_request(request, sandbox, write=True)
    name = request.POST.get("name", "").strip()
    if not (0 < len(name) <= LONGEST_NAME and name.isprintable()):
        return _page(visit, REFUSED, typed_name=name, name_error=BAD_NAME)
    Sandbox.objects.filter(id=sandbox).update(name=name)
    say(request, "ok", f"The sandbox is called {name} now.")
    return redirect("settings", sandbox)


@never_cache
@require_safe
def download(request: HttpRequest, sandbox: str) -> HttpResponse:
    """Everything in the sandbox as one JSON file, without secrets."""
    visit = for_request(request, sandbox)
    row = Sandbox.objects.get(id=sandbox)
    written = export.text(row, visit.world, mine=visit.mine)
    answer = HttpResponse(written, "application/json")
    answer["Content-Disposition"] = f'attachment; filename="halfplane-{sandbox}.json"'
    return answer


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


def _page(visit: Visit, status: int = 200, **more: Any) -> HttpResponse:
    return page(
        visit,
        "console/settings.html",
        here="settings",
        crumbs=[("Settings and data", "")],
        status=status,
        holds=_holds(visit),
        longest_name=LONGEST_NAME,
        **more,
    )


def _holds(visit: Visit) -> str:
    """What goes with the sandbox, in numbers: `1 cluster, 2 instances`."""
    numbers = ((len(visit.world.list(kind)), noun) for kind, noun in COUNTED)
    return ", ".join(counted(number, noun) for number, noun in numbers if number)
