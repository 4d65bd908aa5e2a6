"""IAM roles: who acts for whom in this account, and making one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from clusters.console.access import Visit, for_request
from clusters.console.commands import cli
from clusters.console.drawing import page, say
from clusters.console.iam import policy_words, role_forms, role_uses
from clusters.live import panels
from clusters.live.panels import Context, panel
from clusters.sim.aws.iam import policy
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.world import World

ORDER = ("Cluster", "Node", "Other", "Service-linked")
CREATE = (
    "aws iam create-role --role-name {name} "
    "--assume-role-policy-document file://trust.json"
)


@panel("console/roles.html#role-list", watches=role_uses.WATCHES)
def role_list(world: World) -> Context:
    found = [_row(world, key.name, doc) for key, doc in world.list("iam.Role")]
    return {
        "iam_roles": sorted(found, key=lambda row: ORDER.index(row["purpose"]["word"])),
        "iam_users": [_user(world, doc) for _, doc in world.list("iam.User")],
    }


def _row(world: World, name: str, doc: Doc) -> dict[str, Any]:
    used = role_uses.uses(world, name, doc)
    return {
        "name": name,
        "purpose": role_uses.purpose(doc),
        "trust": " ".join(
            each["text"] for each in policy_words.trust(doc["AssumeRolePolicyDocument"])
        ),
        "policies": [policy.name(arn) for arn in doc["AttachedPolicies"]]
        + list(doc["Policies"]),
        "uses": [f"{each['what']} {each['name']}".strip() for each in used],
        "wants": role_uses.wants(doc),
    }


def _user(world: World, doc: Doc) -> dict[str, Any]:
    held = doc["AttachedPolicies"]
    return {
        "name": doc["UserName"],
        "arn": doc["Arn"],
        "id": doc["UserId"],
        "policies": [
            {
                "name": policy.name(arn),
                "words": policy_words.in_short(policy.document(world, arn) or {}),
            }
            for arn in held
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: HttpRequest, sandbox: str) -> HttpResponse:
    """The list; a POST asks IAM for a role, then for the policies it begins with."""
    if request.method != "POST":
        return _page(for_request(request, sandbox), role_forms.DEFAULTS)
    visit = for_request(request, sandbox, write=True)
    typed = {**role_forms.DEFAULTS, **request.POST.dict()}
    try:
        act = role_forms.create(typed)
        visit.aws(act.action, act.request)
    except Refusal as refusal:
        return _page(visit, typed, refusal=refusal)
    say(request, "ok", act.done)
    return redirect("role", sandbox, act.request["RoleName"])


def _page(
    visit: Visit, typed: Mapping[str, str], refusal: Refusal | None = None
) -> HttpResponse:
    return page(
        visit,
        "console/roles.html",
        [panels.spec("role-list")],
        here="roles",
        crumbs=[("IAM roles", "")],
        refusal=refusal,
        typed=typed,
        trusts=[
            {"sort": sort, "title": title, "hint": hint}
            for sort, (_, title, hint) in role_forms.TRUSTS.items()
        ],
        create_cli=CREATE,
        create_told=cli.filled(CREATE, typed),
    )
