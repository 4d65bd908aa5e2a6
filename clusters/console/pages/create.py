"""Create cluster, in five steps: what must I decide, and what will AWS build?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from clusters.console import cluster_draft, rehearsal
from clusters.console.access import Visit, for_request
from clusters.console.cluster_draft import ANYWHERE, STEPS, TITLES, Draft
from clusters.console.drawing import page, say
from clusters.live.words import counted
from clusters.sim.aws.eks.cluster_defaults import LOG_TYPES
from clusters.sim.catalog import addons, eks_versions
from clusters.sim.errors import Refusal

LOGS = {
    "api": ("API server", "Without it you do not see what the API server was asked."),
    "audit": ("Audit", "Without it nobody can say who changed what."),
    "authenticator": ("Authenticator", "Without it a refused login leaves no reason."),
    "controllerManager": ("Controller manager", "Without it failed loops stay silent."),
    "scheduler": ("Scheduler", "Without it you must guess why a Pod was not placed."),
}
ADDON_TEXTS = {
    "vpc-cni": "Gives each Pod an address from your subnet.",
    "kube-proxy": "Routes Service traffic on each node.",
    "coredns": "Lets Pods find Services by name.",
}
FIELDS = (
    ("subnet", "subnets"),
    ("different az", "subnets"),
    ("security group", "groups"),
    ("cidr", "cidrs"),
    ("role", "role"),
    ("version", "version"),
    ("endpoint", "endpoint"),
)
"""Which field a refusal is about, by a word of it; the name otherwise."""
FIELD_STEPS = {
    "name": "name",
    "role": "name",
    "version": "name",
    "subnets": "networking",
    "groups": "networking",
    "cidrs": "networking",
    "endpoint": "networking",
}
NO_SUBNETS_YET = "Subnet Id is required"
FEW_ADDRESSES = 6
"""EKS asks for six free addresses in each subnet (EKS user guide, VPC requirements)."""


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, sandbox: str, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    write = request.method == "POST"
    visit = for_request(request, sandbox, write=write)
    draft = cluster_draft.load(sandbox, visit.world, visit.place.region)
    if not write:
        return _page(visit, draft, step)
    draft = cluster_draft.typed(draft, step, request.POST, request.POST.getlist)
    cluster_draft.save(sandbox, draft)
    if step == "review":
        return _create(visit, draft)
    problem = _problem(visit, draft, step)
    if problem:
        return _page(visit, draft, step, problem=problem)
    return redirect("create", sandbox, STEPS[STEPS.index(step) + 1])


def _create(visit: Visit, draft: Draft) -> HttpResponse:
    try:
        visit.aws("eks:CreateCluster", draft.request(visit.place.account))
    except Refusal as refusal:
        return _page(visit, draft, "review", problem=_worded(visit, draft, refusal))
    cluster_draft.forget(visit.place.id)
    say(
        visit.request,
        "ok",
        f"AWS is building {draft.name}. Watch each part appear below.",
    )
    return redirect("cluster", visit.place.id, draft.name)


def _problem(visit: Visit, draft: Draft, step: str) -> dict[str, str] | None:
    """What the service would refuse of the steps so far; None: it would take them."""
    refusal = rehearsal.refused(
        visit, "eks:CreateCluster", draft.request(visit.place.account)
    )
    if refusal is None:
        return None
    problem = _worded(visit, draft, refusal)
    here = STEPS.index(step)
    if STEPS.index(FIELD_STEPS[problem["field"]]) > here:
        return None
    return problem


def _worded(visit: Visit, draft: Draft, refusal: Refusal) -> dict[str, str]:
    """A refusal, the field it is about, and a sentence for people."""
    text = refusal.message.lower()
    field = next((name for word, name in FIELDS if word in text), "name")
    if "cluster" in text and "name" in text and "already exists" in text:
        field = "name"
    told = refusal.message
    if "at least two different azs" in text:
        zones = {s["zone"] for s in _chosen(visit, draft)}
        told = (
            f"All chosen subnets are in {', '.join(sorted(zones))}. If that zone failed, "
            "the control plane could not reach any node. Add one in another zone."
        )
    elif refusal.message == NO_SUBNETS_YET:
        told = "Choose subnets in at least two Availability Zones."
    return {
        "field": field,
        "step": FIELD_STEPS[field],
        "text": told,
        "service": f"{refusal.code}: {refusal.message}",
    }


def _chosen(visit: Visit, draft: Draft) -> list[dict[str, Any]]:
    every = cluster_draft.subnets(visit.world, visit.place.region, draft)
    return [item for item in every if item["chosen"]]


def risks(draft: Draft, chosen: Sequence[dict[str, Any]]) -> list[str]:
    """What the service allows and an engineer would think about twice."""
    out = []
    if draft.endpoint == "private":
        out.append(
            "With a private endpoint only, kubectl on your laptop cannot reach the "
            "cluster: it must run inside the VPC."
        )
    elif ANYWHERE in draft.cidrs:
        out.append(
            f"{ANYWHERE} lets anyone on the internet knock at the endpoint; only IAM "
            "and RBAC then keep strangers out."
        )
    tight = [s["name"] for s in chosen if s["free"] < FEW_ADDRESSES]
    if tight:
        out.append(
            f"{', '.join(tight)} has fewer than {FEW_ADDRESSES} free addresses: AWS "
            "may not find room for its network interfaces."
        )
    if not draft.logs and "logging" in draft.done:
        out.append("All control plane logs are off: there will be no trace to read.")
    if not draft.addons:
        out.append("Without the add-ons no node becomes Ready until you install a CNI.")
    return out


def _page(
    visit: Visit, draft: Draft, step: str, *, problem: dict[str, str] | None = None
) -> HttpResponse:
    world, region = visit.world, visit.place.region
    subnets = cluster_draft.subnets(world, region, draft)
    chosen = [item for item in subnets if item["chosen"]]
    at = STEPS.index(step)
    return page(
        visit,
        "console/create.html",
        here="clusters",
        crumbs=[
            ("Clusters", reverse("clusters", args=[visit.place.id])),
            ("Create cluster", ""),
        ],
        status=422 if problem else 200,
        step=step,
        form=f"console/create_{step.replace('-', '_')}.html",
        steps=_steps(draft, step, problem),
        previous=STEPS[at - 1] if at else "",
        draft=draft,
        problem=problem,
        risks=risks(draft, chosen),
        versions=_versions(),
        roles=cluster_draft.role_names(world),
        subnets=subnets,
        chosen=chosen,
        groups=cluster_draft.security_groups(world, region, draft),
        logs=[
            {"type": t, "title": LOGS[t][0], "text": LOGS[t][1], "on": t in draft.logs}
            for t in LOG_TYPES
        ],
        addons=_addons(draft.version),
        zones=_picture(visit, chosen),
        command=draft.command(visit.place.account) if step == "review" else "",
    )


def _steps(
    draft: Draft, step: str, problem: dict[str, str] | None
) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "title": TITLES[name],
            "now": name == step,
            "done": name in draft.done and name != step,
            "bad": bool(problem) and problem is not None and problem["step"] == name,
            "optional": name in ("logging", "add-ons"),
        }
        for name in STEPS
    ]


def _versions() -> list[dict[str, str]]:
    offered = [v for v in eks_versions.offered() if v.minor in eks_versions.SIMULATED]
    return [
        {
            "minor": version.minor,
            "text": f"{version.minor}, standard support until {version.standard_until}",
        }
        for version in offered
    ]


def _addons(minor: str) -> list[dict[str, str]]:
    return [
        {
            "name": name,
            "version": addons.ADDONS[name].versions.get(minor, ""),
            "text": ADDON_TEXTS[name],
        }
        for name in addons.DEFAULT
    ]


def _picture(visit: Visit, chosen: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The zone picture beside the form: what was chosen where."""
    out = []
    for at, zone in enumerate(visit.place.zones):
        count = sum(item["zone"] == zone for item in chosen)
        text = counted(count, "subnet") if count else "none"
        out.append({"zone": zone, "count": count, "x": 47 + 93 * at, "text": text})
    return out
