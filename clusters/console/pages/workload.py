"""A workload's two everyday changes: how many Pods, and all of them anew."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from clusters.callers.wall import now
from clusters.console.access import Visit, for_request
from clusters.console.drawing import say
from clusters.console.kubernetes import manifests, object_page
from clusters.console.kubernetes.manifests import MERGE, Unreadable
from clusters.console.kubernetes.objects import Address, address, rights
from clusters.console.typed import is_number
from clusters.sim.clock import rendered
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal

RESTARTED = "kubectl.kubernetes.io/restartedAt"
STEPS = {"up": 1, "down": -1}


@require_POST
def scale(request: HttpRequest, sandbox: str, name: str, **at: str) -> HttpResponse:
    """Another number of Pods: the one typed, or one more or less than now."""
    visit = for_request(request, sandbox, write=True)
    here = address(name, at)
    text = request.POST.get("replicas", "").strip()

    def act() -> str:
        wanted = _wanted(visit, here, text, STEPS.get(request.POST.get("step", "")))
        target, who = rights(visit, here)
        call = manifests.call(
            who,
            here.kind,
            target,
            "patch",
            body={"spec": {"replicas": wanted}},
            patch_type=MERGE,
            subresource="scale",
        )
        visit.execute(call)
        return f"{here.kind.resource}/{here.name} scaled to {wanted}"

    return _acted(visit, here, act, replicas=text)


def _wanted(visit: Visit, here: Address, text: str, step: int | None) -> int:
    """The number asked for. Raises Unreadable for what is no number."""
    if step is not None:
        target, _ = rights(visit, here)
        doc: Doc = visit.world.find(target) or {}
        return max(0, int((doc.get("spec") or {}).get("replicas", 1)) + step)
    if not is_number(text.removeprefix("-"), digits=9):
        raise Unreadable(f'replicas must be a whole number: "{text[:40]}" is none.')
    return int(text)


@require_POST
def restart(request: HttpRequest, sandbox: str, name: str, **at: str) -> HttpResponse:
    """All Pods anew, a few at a time: what `kubectl rollout restart` does."""
    visit = for_request(request, sandbox, write=True)
    here = address(name, at)

    def act() -> str:
        if here.kind.kind not in object_page.ROLLED:
            raise Unreadable(f"error: {here.kind.resource} restarting is not supported")
        target, who = rights(visit, here)
        notes = {"metadata": {"annotations": {RESTARTED: rendered(now())}}}
        body = {"spec": {"template": notes}}
        call = manifests.call(
            who, here.kind, target, "patch", body=body, patch_type=MERGE
        )
        visit.execute(call)
        return f"{here.kind.resource}/{here.name} restarted"

    return _acted(visit, here, act)


def _acted(
    visit: Visit, here: Address, act: Callable[[], str], replicas: str = ""
) -> HttpResponse:
    """Back to the object, or its page with the refusal and what was typed."""
    try:
        done = act()
    except Unreadable as error:
        refusal = {"code": "error", "message": str(error)}
    except Refusal as refused:
        refusal = {"code": refused.code, "message": refused.message}
    else:
        say(visit.request, "ok", done)
        return redirect(here.path(visit.place.id))
    typed = {"replicas": replicas} if replicas else {}
    return object_page.draw(visit, here, refusal=refusal, **typed)
