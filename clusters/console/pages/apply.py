"""Apply YAML: paste or upload objects, as `kubectl apply -f` would send them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from clusters import runtime
from clusters.console import heading
from clusters.console.access import Visit, for_request
from clusters.console.drawing import REFUSED, page
from clusters.console.kubernetes import (
    diffing,
    kube,
    manifests,
    pasted,
    problems,
    samples,
    undo,
)
from clusters.console.kubernetes.manifests import Unreadable
from clusters.console.kubernetes.pasted import Pasted
from clusters.console.kubernetes.problems import Problem
from clusters.console.typed import yaml_text
from clusters.live.links import NO_NAMESPACE
from clusters.sim.commands import User
from clusters.sim.errors import Refusal
from clusters.sim.kube.kind import Kind, namespace_of
from clusters.sim.kube.wire import wire
from clusters.sim.world import Document, Key, World

DRY = " (server dry run)"
Done = dict[str, Any]


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    if request.method != "POST":
        visit = for_request(request, sandbox)
        return _page(visit, name, _first(visit, name))
    visit = for_request(request, sandbox, write=True)
    visit.cluster(name)
    text = pasted.clean(yaml_text(request, "yaml"))
    try:
        done = _applied(visit, name, text, dry=request.POST.get("act") == "check")
    except Unreadable as error:
        refusal = {"code": "error", "message": str(error)}
        return _page(
            visit, name, text, refusal=refusal, wrong=problems.of_text(str(error))
        )
    kept = undo.offered(visit, name)
    if kept and kept["name"] in {one["made"] for one in done}:
        undo.forget(visit)
    wrong = [problem for one in done for problem in one["problems"]]
    return _page(visit, name, text, done=done, wrong=wrong)


def _first(visit: Visit, name: str) -> str:
    """What the field begins with: a sample, or what was deleted a moment ago."""
    if visit.request.GET.get("undo"):
        kept = undo.offered(visit, name)
        if kept:
            return str(kept["manifest"])
    return samples.text_of(visit.request.GET.get("sample", ""))


def _applied(visit: Visit, name: str, text: str, *, dry: bool) -> list[Done]:
    """Each object in turn; one that is refused does not stop the others."""
    found = pasted.objects(text)
    key, doc = visit.cluster(name)
    who = kube.user(visit.world, key)
    if who is None:
        raise Unreadable(kube.NO_ACCESS)
    return [_one(visit, doc["_"]["id"], who, one, dry=dry) for one in found]


def _one(visit: Visit, cluster: str, who: User, one: Pasted, *, dry: bool) -> Done:
    """What came of one object."""
    if one.kind is None or one.body is None:
        wrong = [Problem(one.wrong_line, "", one.wrong)]
        return _failed(one, f"Line {one.line}", one.wrong, wrong)
    world: World = runtime.read(visit.place.id)
    call = manifests.apply_call(world, cluster, who, one.kind, one.body, dry=dry)
    named = f"{one.kind.resource}/{(one.body.get('metadata') or {}).get('name', '')}"
    try:
        answer = visit.execute(call)
    except Refusal as refusal:
        wrong = problems.of_refusal(refusal, one.node)
        if not any(p.line for p in wrong):
            wrong = [replace(p, line=one.line) for p in wrong]
        return _failed(one, named, f"{refusal.code}: {refusal.message}", wrong)
    return _succeeded(world, cluster, one.kind, answer, dry=dry)


def _failed(one: Pasted, named: str, told: str, wrong: list[Problem]) -> Done:
    return {
        "tone": "bad",
        "text": f"{named}: {told}",
        "line": wrong[0].line or one.line,
        "made": "",
        "to": None,
        "rows": [],
        "warnings": (),
        "problems": wrong,
    }


def _succeeded(
    world: World, cluster: str, kind: Kind, answer: Any, *, dry: bool
) -> Done:
    """What came of one that was taken; `world` is as it was before."""
    meta = answer["metadata"]
    key = kind.key(cluster, meta.get("namespace", ""), meta["name"])
    before = world.find(key)
    done, rows = "created", []
    if before is not None:
        done = "unchanged" if _same(world, key, before, answer) else "configured"
        old = manifests.text_of(world, key, before)
        rows = diffing.rows(old, manifests.yaml_of(dict(answer))) if dry else []
    return {
        "tone": "ok",
        "text": f"{kind.resource}/{meta['name']} {done}{DRY if dry else ''}",
        "line": 0,
        "made": "" if dry else f"{kind.kind} {meta['name']}",
        "to": None if dry and before is None else _to(kind, key),
        "rows": rows,
        "warnings": answer.warnings,
        "problems": [],
    }


def _same(world: World, key: Key, before: Document, answer: Any) -> bool:
    """Whether the write changed nothing."""
    bodies = (wire(world, key, before), dict(answer))
    first, second = (
        {**body, "metadata": {**body["metadata"], "resourceVersion": ""}}
        for body in bodies
    )
    return bool(first == second)


def _to(kind: Kind, key: Key) -> tuple[str, str, str]:
    return kind.resource, namespace_of(key) or NO_NAMESPACE, key.name


def _page(  # noqa: PLR0913 what was typed, and what came of it
    visit: Visit,
    name: str,
    text: str,
    *,
    done: Sequence[Done] = (),
    refusal: dict[str, str] | None = None,
    wrong: Sequence[Problem] = (),
) -> HttpResponse:
    visit.cluster(name)
    kept = text if len(text) <= manifests.LIMIT else ""
    return page(
        visit,
        "console/apply.html",
        [heading.spec(name)],
        here="clusters",
        crumbs=heading.crumbs(visit, name, "Apply YAML"),
        status=REFUSED if any(line["tone"] == "bad" for line in done) else 0,
        typed=kept,
        done=done,
        checked=bool(done) and visit.request.POST.get("act") == "check",
        refusal=refusal,
        problems=list(wrong),
        excerpts=problems.excerpts(kept, list(wrong)),
        samples=samples.SAMPLES,
        mine=visit.mine,
        undoing=bool(visit.request.GET.get("undo")),
        **heading.context(visit, name, "resources"),
    )
