"""One object: described, as YAML, edited, its logs and events; and as a file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from clusters.console.access import Visit, for_request
from clusters.console.drawing import say
from clusters.console.kubernetes import (
    diffing,
    editing,
    kube,
    manifests,
    object_page,
    pasted,
    problems,
)
from clusters.console.kubernetes.manifests import Unreadable
from clusters.console.kubernetes.objects import Address, address, found
from clusters.console.kubernetes.pod_logs import names, read
from clusters.console.kubernetes.problems import Problem
from clusters.sim.errors import Refusal

KEPT = "Nothing was changed. Your text is below as you typed it."
CONFLICT = 409
NO_LIMIT = 10**9


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, sandbox: str, name: str, **at: str) -> HttpResponse:
    """The object's page; a POST puts the YAML that was edited."""
    write = request.method == "POST"
    visit = for_request(request, sandbox, write=write)
    visit.cluster(name)
    here = address(name, at)
    if not write:
        return object_page.draw(visit, here, request.GET.get("view", "describe"))
    text = pasted.clean(request.POST.get("yaml", ""))
    act = request.POST.get("act", "apply")
    before = request.POST.get("newer" if act == "overwrite" else "seen", "")
    typed = None
    try:
        typed = editing.only_one(here, text)
        answer = editing.put(
            visit, here, typed, before, dry=act == "check", over=act == "overwrite"
        )
    except Unreadable as error:
        return _refused(
            visit, here, text, "error", str(error), problems.of_text(str(error))
        )
    except Refusal as refused:
        found_wrong = problems.of_refusal(refused, typed.node if typed else None)
        stale = refused.status == CONFLICT
        return _refused(
            visit, here, text, refused.code, refused.message, found_wrong, stale=stale
        )
    if act == "check":
        return _checked(visit, here, text, answer)
    for warning in getattr(answer, "warnings", ()):
        say(request, "warn", f"Warning: {warning}")
    say(request, "ok", f"{here.kind.resource} {here.name} was changed.")
    return redirect(here.path(sandbox))


def _refused(  # noqa: PLR0913, PLR0917 a refusal has these parts
    visit: Visit,
    here: Address,
    text: str,
    code: str,
    message: str,
    wrong: list[Problem],
    *,
    stale: bool = False,
) -> HttpResponse:
    """The form again, with what was typed, and what is wrong beside its lines."""
    more: dict[str, Any] = {}
    if stale:
        more = _newer(visit, here, text)
    return object_page.draw(
        visit,
        here,
        "edit",
        refusal={"code": code, "message": message, "advice": KEPT},
        typed=text,
        seen=visit.request.POST.get("seen", ""),
        problems=[] if stale else wrong,
        excerpts=[] if stale else problems.excerpts(text, wrong),
        **more,
    )


def _newer(visit: Visit, here: Address, text: str) -> dict[str, Any]:
    """The object as it is now beside what was typed."""
    _, doc = visit.cluster(here.cluster)
    there = found(visit.world, doc["_"]["id"], here)
    if there is None:
        return {}
    keeps = here.kind.keeps_status or not here.kind.has_status
    now = editing.draft(visit.world, *there, status=keeps)
    return {"newer": now.seen, "newer_rows": diffing.rows(now.text, text)}


def _checked(visit: Visit, here: Address, text: str, answer: Any) -> HttpResponse:
    """What the API server would make of it; nothing is changed."""
    _, doc = visit.cluster(here.cluster)
    there = found(visit.world, doc["_"]["id"], here)
    now = manifests.text_of(visit.world, *there) if there else ""
    return object_page.draw(
        visit,
        here,
        "edit",
        typed=text,
        seen=visit.request.POST.get("seen", ""),
        checked=True,
        check_rows=diffing.rows(now, manifests.yaml_of(dict(answer))),
        check_warnings=getattr(answer, "warnings", ()),
    )


@require_safe
def download(request: HttpRequest, sandbox: str, name: str, **at: str) -> HttpResponse:
    """The whole object as a file; with `logs`, a container's whole log."""
    visit = for_request(request, sandbox)
    here = address(name, at)
    cluster, doc = visit.cluster(name)
    there = found(visit.world, doc["_"]["id"], here)
    container = request.GET.get("logs", "")
    if there is None:
        raise Http404
    why = kube.obstacle(
        visit.world, cluster, here.request("get", "log" if container else "")
    )
    if why:
        return _file(here.name, "txt", f"{why}\n", status=403)
    key, body = there
    if not container:
        shown = body if visit.mine else manifests.masked(body)
        text = manifests.text_of(visit.world, key, shown)
        return _file(f"{here.kind.singular_name}-{here.name}", "yaml", text)
    if here.kind.kind != "Pod" or container not in names(body):
        raise Http404
    previous = bool(request.GET.get("previous"))
    log = read(
        visit.world,
        cluster,
        key,
        body,
        container=container,
        previous=previous,
        tail=NO_LIMIT,
    )
    lines = "".join(f"{at} {said}\n" for at, _, said in log["lines"])
    return _file(f"{here.name}-{container}", "log", lines or f"{log['why']}\n")


def _file(name: str, ending: str, text: str, status: int = 200) -> HttpResponse:
    """An answer that browsers save instead of showing."""
    kept = "".join(
        c if c.isascii() and (c.isalnum() or c in "-.") else "-" for c in name
    )
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
    answer["Content-Disposition"] = f'attachment; filename="{kept}.{ending}"'
    return answer
