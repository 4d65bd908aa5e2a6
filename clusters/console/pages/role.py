"""One IAM role: whom it trusts, what it may do, who works with it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from clusters.console.access import Visit, for_request
from clusters.console.drawing import page, say
from clusters.console.iam import policy_words, role_forms, role_uses
from clusters.live import panels
from clusters.live.panels import Context, panel
from clusters.live.words import day_text
from clusters.sim.aws.iam import policy
from clusters.sim.catalog import managed_policies
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.world import Document, Key, World


@panel("console/role.html#role-sheet", watches=role_uses.WATCHES)
def role_sheet(world: World, role: str) -> Context:
    doc = world.find(Key("iam.Role", "", role))
    if doc is None:
        return {"sheet": None}
    return {
        "sheet": {
            "name": role,
            "arn": doc["Arn"],
            "id": doc["RoleId"],
            "created": day_text(doc["CreateDate"]),
            "description": doc.get("Description", ""),
            "purpose": role_uses.purpose(doc),
            "linked": doc["Path"].startswith(role_uses.LINKED),
            "trust": policy_words.trust(doc["AssumeRolePolicyDocument"]),
            "trust_json": policy_words.as_json(doc["AssumeRolePolicyDocument"]),
            "policies": _policies(world, doc),
            "wants": role_uses.wants(doc),
            "uses": role_uses.uses(world, role, doc),
            "profiles": [
                {"name": name, "instances": len(role_uses.carriers(world, name))}
                for name in role_uses.profiles(world, role)
            ],
        }
    }


def _policies(world: World, doc: Doc) -> list[dict[str, Any]]:
    """Attached policies, then those written into the role."""
    attached = [
        (arn, policy.name(arn), policy.document(world, arn) or {})
        for arn in doc["AttachedPolicies"]
    ]
    inline = [("", name, document) for name, document in doc["Policies"].items()]
    return [
        {
            "arn": arn,
            "name": name,
            "sort": _sort(arn),
            "says": policy_words.permissions(document),
            "short": policy_words.in_short(document),
            "json": policy_words.as_json(document),
            "breaks": role_uses.BREAKS.get(name, role_uses.OTHERWISE),
        }
        for arn, name, document in (*attached, *inline)
    ]


def _sort(arn: str) -> str:
    if not arn:
        return "Written into the role"
    return "AWS's own" if arn.startswith(managed_policies.PREFIX) else "Your account's"


@require_safe
def show(request: HttpRequest, sandbox: str, role: str) -> HttpResponse:
    visit = for_request(request, sandbox)
    return _page(visit, role, _found(visit, role))


@require_POST
def change(request: HttpRequest, sandbox: str, role: str, act: str) -> HttpResponse:
    """Attach, detach, empty and delete: IAM refuses what is out of order."""
    visit = for_request(request, sandbox, write=True)
    doc = _found(visit, role)
    if act not in role_forms.ACTS:
        raise Http404
    try:
        taken = role_forms.ACTS[act](role, request.POST.dict())
        visit.aws(taken.action, taken.request)
    except Refusal as refusal:
        return _page(visit, role, doc, refusal=refusal)
    say(request, "ok", taken.done)
    if act == "delete":
        return redirect("roles", sandbox)
    return redirect("role", sandbox, role)


def _found(visit: Visit, role: str) -> Document:
    doc = visit.world.find(Key("iam.Role", "", role))
    if doc is None:
        raise Http404(f"The role with name {role} cannot be found.")
    return doc


def _page(
    visit: Visit, role: str, doc: Doc, refusal: Refusal | None = None
) -> HttpResponse:
    chosen = visit.request.POST.get("policy", "")
    held = doc["AttachedPolicies"]
    own = [each["Arn"] for _, each in visit.world.list("iam.Policy")]
    offered = [*own, *managed_policies.POLICIES]
    return page(
        visit,
        "console/role.html",
        [panels.spec("role-sheet", {"role": role})],
        here="roles",
        crumbs=[
            ("IAM roles", reverse("roles", args=[visit.place.id])),
            (role, ""),
        ],
        refusal=refusal,
        role=role,
        changeable=not doc["Path"].startswith(role_uses.LINKED),
        attachable=[
            {"arn": arn, "name": policy.name(arn), "chosen": arn == chosen}
            for arn in offered
            if arn not in held
        ],
        attach_cli=f"aws iam attach-role-policy --role-name {role} "
        "--policy-arn {policy}",
        attach_told=f"aws iam attach-role-policy --role-name {role} --policy-arn ARN",
        delete_told=f"aws iam delete-role --role-name {role}",
    )
