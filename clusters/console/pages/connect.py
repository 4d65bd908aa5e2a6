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
from clusters.live import panels
from clusters.live.panels import Context, panel
from clusters.sim.commands import Doc
from clusters.sim.datacenter import lifecycle
from clusters.sim.kube.kind import kinds
from clusters.sim.registry import operations
from clusters.sim.world import World

KINDS_OF_FILE = ("aws", "token")
MISSED_ACTIONS = (
    "eks:UpdateClusterVersion",
    "eks:UpdateNodegroupVersion",
    "eks:UpdateAddon",
    "eks:CreateFargateProfile",
    "eks:CreatePodIdentityAssociation",
    "elasticloadbalancing:DescribeLoadBalancers",
    "logs:GetLogEvents",
)
MISSED_KINDS = (
    "StatefulSet",
    "Job",
    "CronJob",
    "Ingress",
    "PersistentVolumeClaim",
    "HorizontalPodAutoscaler",
    "PodDisruptionBudget",
    "NetworkPolicy",
    "CustomResourceDefinition",
)
"""What people look for first; those that are simulated by now are not told as missing."""


def connected(sandbox_id: str, world: World) -> Context:
    """Into which clusters the learner's own kubectl has come: that is not in the World."""
    found = world.list("eks.Cluster")
    came = [key.name for key, doc in found if runtime.connected(sandbox_id, _id(doc))]
    return {"came": tuple(came)}


def _id(cluster: Doc) -> str:
    return str(cluster["_"]["id"])


@panel(
    "console/connect.html#connect-clusters", watches=("eks.Cluster",), load=connected
)
def connect_clusters(world: World, *, came: tuple[str, ...]) -> Context:
    """Each cluster: whether it can be reached, and whether that was done."""
    return {
        "connectable": [
            {
                "name": key.name,
                "region": key.scope,
                "ready": lifecycle.ended(doc, "endpoint"),
                "came": key.name in came,
            }
            for key, doc in world.list("eks.Cluster")
        ]
    }


@never_cache
@require_safe
def connect(request: HttpRequest, sandbox: str) -> HttpResponse:
    """The page. Secrets are shown to the owner only, not to who looks on."""
    visit = for_request(request, sandbox)
    return page(
        visit,
        "console/connect.html",
        [panels.spec("connect-clusters")],
        here="connect",
        crumbs=[("Connect your tools", "")],
        mine=visit.mine,
        keys=_with_keys(visit) if visit.mine else [],
        tools=_tools(visit),
        works=_works(),
        hours=snippets.TOKEN_HOURS,
    )


def _with_keys(visit: Visit) -> list[dict[str, str]]:
    """What holds the access key: folded until somebody asks."""
    key = callers.learner_key(visit.place.id)
    return [
        {
            "title": "A profile",
            "hint": "For people who also have real accounts: name it with --profile halfplane. A kubeconfig that is written with it goes on using it.",
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


def _tools(visit: Visit) -> list[dict[str, str]]:
    """What needs no key of its own: it works with one of the above."""
    found = visit.world.list("eks.Cluster", visit.place.region)
    name = found[0][0].name if found else "demo"
    return [
        {
            "title": "kubectl",
            "hint": "The file once for each cluster; whoami says who you are there.",
            "text": snippets.kubectl(visit.place, name),
        },
        {
            "title": "Helm",
            "hint": "Helm goes where kubectl goes. A chart with a kind that is not simulated is refused by name.",
            "text": snippets.helm(),
        },
        {
            "title": "Terraform",
            "hint": "With the environment above in the same shell.",
            "text": snippets.terraform(visit.place, name),
        },
    ]


def _works() -> dict[str, Any]:
    """What is simulated today and what is not, from the registries themselves."""
    services: dict[str, list[str]] = {}
    for action in operations:
        service, _, name = action.partition(":")
        services.setdefault(service, []).append(name)
    known = {kind.kind for _, kind in kinds.items()}
    return {
        "services": [(name, sorted(all_)) for name, all_ in sorted(services.items())],
        "kinds": sorted(known),
        "no_operations": [name for name in MISSED_ACTIONS if name not in operations],
        "no_kinds": [name for name in MISSED_KINDS if name not in known],
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
        token = callers.issue_kube_token(
            sandbox, arn, seconds=snippets.TOKEN_HOURS * 3600.0
        )
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
