"""Apply YAML: paste or upload objects, as `kubectl apply -f` would send them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from clusters import runtime
from clusters.console import heading, kube, manifests
from clusters.console.access import Visit, for_request
from clusters.console.drawing import page
from clusters.console.manifests import Unreadable
from clusters.console.typed import yaml_text
from clusters.sim.commands import User
from clusters.sim.errors import Refusal
from clusters.sim.world import World
from clusters.steps.deploy_app import SAMPLE


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    if request.method != "POST":
        visit = for_request(request, sandbox)
        return _page(visit, name, SAMPLE)
    visit = for_request(request, sandbox, write=True)
    visit.cluster(name)
    text = yaml_text(request, "yaml")
    try:
        done = _applied(visit, name, text)
    except Unreadable as error:
        return _page(
            visit, name, text, refusal={"code": "error", "message": str(error)}
        )
    return _page(visit, name, text, done=done)


def _applied(visit: Visit, name: str, text: str) -> list[dict[str, str]]:
    """Each object in turn; one that is refused does not stop the others."""
    found = manifests.parsed(text)
    key, doc = visit.cluster(name)
    who = kube.user(visit.world, key)
    if who is None:
        raise Unreadable(kube.NO_ACCESS)
    return [_one(visit, doc["_"]["id"], who, kind, body) for kind, body in found]


def _one(
    visit: Visit, cluster: str, who: User, kind: Any, body: dict[str, Any]
) -> dict[str, str]:
    world: World = runtime.read(visit.place.id)
    call = manifests.apply_call(world, cluster, who, kind, body)
    name = f"{kind.resource}/{(body.get('metadata') or {}).get('name', '')}"
    try:
        visit.execute(call)
    except Refusal as refusal:
        return {"tone": "bad", "text": f"{name}: {refusal.code}: {refusal.message}"}
    return {
        "tone": "ok",
        "text": f"{name} {'created' if call.verb == 'create' else 'configured'}",
    }


def _page(
    visit: Visit,
    name: str,
    text: str,
    *,
    done: Sequence[dict[str, str]] = (),
    refusal: dict[str, str] | None = None,
) -> HttpResponse:
    visit.cluster(name)
    return page(
        visit,
        "console/apply.html",
        [heading.spec(name)],
        here="clusters",
        crumbs=heading.crumbs(visit, name, "Apply YAML"),
        status=422 if refusal or any(line["tone"] == "bad" for line in done) else 200,
        typed=text if len(text) <= manifests.LIMIT else "",
        done=done,
        refusal=refusal,
        **heading.context(visit, name, "resources"),
    )
