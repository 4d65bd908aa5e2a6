"""Create cluster, in five steps: what must I decide, and what will AWS build?"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from clusters.console.access import Visit, for_request
from clusters.console.creating import (
    cluster_choices,
    cluster_draft,
    cluster_form,
    cluster_problems,
)
from clusters.console.creating.cluster_draft import STEPS, Draft
from clusters.console.creating.cluster_problems import Problem
from clusters.console.drawing import REFUSED, page, say
from clusters.sim.errors import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, sandbox: str, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    write = request.method == "POST"
    visit = for_request(request, sandbox, write=write)
    if not write:
        return _page(visit, _draft(visit), step)
    if "discard" in request.POST:
        cluster_draft.forget(sandbox)
        return redirect("create", sandbox, STEPS[0])
    made = cluster_draft.made_of(sandbox, request.POST.get("base", ""))
    if step == "review" and made:
        return redirect("cluster", sandbox, made)
    old = _draft(visit)
    draft = _typed(visit, old, step)
    if _overtaken(request.POST, old, draft, step):
        return _page(visit, draft, step, newer=old)
    draft = replace(draft, by={**draft.by, step: _tab(request.POST)})
    if request.headers.get("HX-Request"):
        return _page(visit, cluster_draft.save(sandbox, draft), step)
    return _go_on(visit, draft, step)


def _draft(visit: Visit) -> Draft:
    """The draft, with the VPC that its subnets are of where none was chosen."""
    world, region = visit.world, visit.place.region
    draft = cluster_draft.load(visit.place.id, world, region)
    vpc = draft.vpc or cluster_choices.vpc_of(world, region, draft.subnets)
    return replace(draft, vpc=vpc)


def _typed(visit: Visit, old: Draft, step: str) -> Draft:
    """What the form says; another VPC brings two of its own subnets."""
    form = visit.request.POST
    draft = cluster_draft.typed(old, step, form, form.getlist)
    if draft.vpc in ("", old.vpc):
        return replace(draft, vpc=old.vpc)
    chosen = cluster_choices.preselected(visit.world, visit.place.region, draft.vpc)
    return replace(draft, subnets=tuple(chosen), groups=())


def _tab(form: QueryDict) -> str:
    """The open page that a form stood on."""
    return form.get("tab", "")[:32]


def _overtaken(form: QueryDict, old: Draft, draft: Draft, step: str) -> bool:
    """Whether another tab kept something else of this step since the page was drawn."""
    base, kept = form.get("base", ""), old.digest(step)
    if not base or base == kept:
        return False
    return step == "review" or (
        kept != draft.digest(step) and old.by.get(step, "") != _tab(form)
    )


def _go_on(visit: Visit, draft: Draft, step: str) -> HttpResponse:
    """Keep a step that was sent, then go where its button leads."""
    elsewhere = visit.request.POST.get("go", "")
    if elsewhere in STEPS:
        cluster_draft.save(visit.place.id, draft)
        return redirect("create", visit.place.id, elsewhere)
    done = tuple(dict.fromkeys([*draft.done, step]))
    draft = cluster_draft.save(visit.place.id, replace(draft, done=done))
    if step == "review":
        return _create(visit, draft)
    found = cluster_problems.problems(visit, draft)
    blocking = cluster_problems.upto(found, step)
    if blocking:
        return _page(visit, draft, step, refused=blocking)
    return redirect("create", visit.place.id, STEPS[STEPS.index(step) + 1])


def _create(visit: Visit, draft: Draft) -> HttpResponse:
    asked = draft.request(visit.place.account)
    if "base" in visit.request.POST:  # the same page sent twice is one request
        asked["clientRequestToken"] = draft.token
    try:
        visit.aws("eks:CreateCluster", asked)
    except Refusal as refusal:
        said = cluster_problems.worded(visit, draft, refusal)
        others = cluster_problems.problems(visit, draft)
        found = [said, *(other for other in others if other.field != said.field)]
        return _page(visit, draft, "review", refused=found)
    cluster_draft.sent(visit.place.id, draft)
    text = f"AWS is building {draft.name}. Watch each part appear below."
    say(visit.request, "ok", text)
    return redirect("cluster", visit.place.id, draft.name)


def _page(
    visit: Visit,
    draft: Draft,
    step: str,
    *,
    refused: Sequence[Problem] = (),
    newer: Draft | None = None,
) -> HttpResponse:
    """A step. `refused` is what blocks it, `newer` what another tab kept."""
    form, live = visit.request.POST, visit.request.headers.get("HX-Request")
    known = () if refused else _known_problems(visit, draft, step)
    base = (newer or draft).digest(step)
    if newer and live:  # not seen yet, so not to be overwritten yet
        base = form.get("base", "")
    return page(
        visit,
        "console/create.html",
        here="clusters",
        crumbs=[
            ("Clusters", reverse("clusters", args=[visit.place.id])),
            ("Create cluster", ""),
        ],
        status=REFUSED if refused or (newer and not live) else 200,
        mine=visit.mine,
        base=base,
        tab=_tab(form) or secrets.token_hex(4),
        refused=bool(refused),
        overtaken=newer is not None,
        newer=cluster_form.differences(draft, newer, step) if newer else [],
        **cluster_form.context(visit, draft, step, known, refused),
    )


def _known_problems(visit: Visit, draft: Draft, step: str) -> Sequence[Problem]:
    """What blocks by now of what was sent before; all of it at the review."""
    found = cluster_problems.problems(visit, draft)
    return [p for p in found if step == "review" or p.step in draft.done]
