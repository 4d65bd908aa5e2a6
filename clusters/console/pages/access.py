"""Access: which IAM principals come in, as whom, and what each may do then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from clusters import callers
from clusters.console import heading
from clusters.console.access import Visit, for_request
from clusters.console.commands import cli
from clusters.console.drawing import page, say
from clusters.console.iam import access_forms, access_words
from clusters.live import panels
from clusters.live.panels import Context, panel
from clusters.sim.aws.eks import access_entry
from clusters.sim.errors import Refusal
from clusters.sim.kube import aws_auth
from clusters.sim.world import Key, World

WATCHES = ("eks.AccessEntry", "eks.Cluster", "eks.Nodegroup", "iam.Role", "iam.User")
LONGEST_ARN = 300
TABLES = ("access-entries", "aws-auth")
OFFERED_TYPES = ("STANDARD", "EC2_LINUX", "EC2_WINDOWS", "EC2", "HYBRID_LINUX")
KINDS = ("iam.User", "iam.Role")


@panel("console/access.html#access-entries", watches=WATCHES)
def access_entries(world: World, cluster: str) -> Context:
    found = heading.find(world, cluster)
    if found is None:
        return {"entries": None, "entries_cluster": cluster}
    key, doc = found
    mode = doc["accessConfig"]["authenticationMode"]
    return {
        "entries": [
            access_words.entry(world, key, each, entry)
            for each, entry in world.list(access_entry.KIND, _scope(key))
        ],
        "entries_cluster": cluster,
        "entries_mode": mode,
        "entries_mode_words": access_words.MODES[mode],
        "entries_read": mode != "CONFIG_MAP",
        "hidden_admin": doc["_"]["creator"]["arn"]
        if doc["_"].get("hidden_admin") and mode != "API"
        else "",
    }


@panel("console/access.html#aws-auth", watches=("k8s.ConfigMap", "eks.Cluster"))
def config_map(world: World, cluster: str) -> Context:
    """The ConfigMap aws-auth, beside the entries."""
    found = heading.find(world, cluster)
    if found is None:
        return {"auth_lines": [], "auth_there": False, "auth_read": False}
    key, doc = found
    here = doc["_"]["id"]
    read = aws_auth.read(world, here)
    mode = doc["accessConfig"]["authenticationMode"]
    return {
        "auth_cluster": cluster,
        "auth_read": mode != "API",
        "auth_there": world.find(aws_auth.key(here)) is not None,
        "auth_lines": [
            {
                "short": access_words.short(line.arn),
                "username": line.username or line.arn,
                "groups": ", ".join(line.groups),
                "hidden": _has_entry(world, key, line.arn) and mode != "CONFIG_MAP",
            }
            for line in read.lines
        ],
        "auth_accounts": ", ".join(read.accounts),
        "auth_problems": list(read.problems),
    }


def _has_entry(world: World, cluster: Key, arn: str) -> bool:
    found = world.list(access_entry.KIND, _scope(cluster))
    return any(key.name.lower() == arn for key, _ in found)


@panel("console/access_entry.html#access-entry", watches=WATCHES)
def one_entry(world: World, cluster: str, entry: str) -> Context:
    """The entry that is looked at, with its policies."""
    found = heading.find(world, cluster)
    key = access_entry.key(found[0], entry) if found else None
    doc = world.find(key) if key else None
    if found is None or key is None or doc is None:
        return {"entry": None, "entry_cluster": cluster}
    return {
        "entry": access_words.entry(world, found[0], key, doc),
        "entry_cluster": cluster,
    }


def _scope(cluster: Key) -> str:
    return f"{cluster.scope}/{cluster.name}"


@require_http_methods(["GET", "HEAD", "POST"])
def access(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    """The page; a POST asks EKS for an access entry."""
    if request.method != "POST":
        visit = for_request(request, sandbox)
        looked_at = request.GET.get("entry", "")[:LONGEST_ARN]
        return _page(visit, name, access_forms.DEFAULTS, looked_at)
    visit = for_request(request, sandbox, write=True)
    visit.cluster(name)
    typed = {**access_forms.DEFAULTS, **request.POST.dict()}
    try:
        act = access_forms.create(name, typed)
        visit.aws(act.action, act.request)
    except Refusal as refusal:
        return _page(visit, name, typed, refused=("create", refusal))
    say(request, "ok", act.done)
    return redirect(_at(sandbox, name, act.request["principalArn"]))


@require_POST
def change(request: HttpRequest, sandbox: str, name: str, act: str) -> HttpResponse:
    """Associate or disassociate a policy, delete an entry, move the mode on."""
    visit = for_request(request, sandbox, write=True)
    visit.cluster(name)
    if act not in access_forms.ACTS:
        raise Http404
    typed = {**access_forms.DEFAULTS, **request.POST.dict()}
    arn = typed.get("entry", "")[:LONGEST_ARN]
    try:
        taken = access_forms.ACTS[act](name, arn, typed)
        visit.aws(taken.action, taken.request)
    except Refusal as refusal:
        return _page(visit, name, typed, arn, refused=(act, refusal))
    say(request, "ok", taken.done)
    return redirect(_at(sandbox, name, "" if act == "delete" else arn))


def _at(sandbox: str, name: str, arn: str) -> str:
    place = reverse("access", args=[sandbox, name])
    return f"{place}?{urlencode({'entry': arn})}#access-entry" if arn else place


def _page(
    visit: Visit,
    name: str,
    typed: Mapping[str, str],
    arn: str = "",
    refused: tuple[str, Refusal] | None = None,
) -> HttpResponse:
    cluster, doc = visit.cluster(name)
    shown = [heading.spec(name)]
    shown += [panels.spec(each, {"cluster": name}) for each in TABLES]
    if arn:
        shown.append(panels.spec("access-entry", {"cluster": name, "entry": arn}))
    mode = doc["accessConfig"]["authenticationMode"]
    following = access_words.NEXT_MODE.get(mode, "")
    choices = _choices(visit, cluster, arn, typed)
    return page(
        visit,
        "console/access.html",
        shown,
        here="clusters",
        crumbs=heading.crumbs(visit, name, "Access"),
        opened=refused[0] if refused else "",
        refusal=refused[1] if refused else None,
        looked_at=arn,
        next_mode=following,
        next_mode_words=access_words.MODES.get(following, ""),
        **choices,
        **_told(access_forms.templates(name, arn, following), choices["typed"]),
        **heading.context(visit, name, "access"),
    )


def _choices(visit: Visit, cluster: Key, arn: str, typed: Mapping[str, str]) -> Context:
    """What the forms offer, and what deleting the chosen entry would take."""
    world = visit.world
    chosen = world.find(access_entry.key(cluster, arn)) if arn else None
    me = callers.learner(world, "console").arn
    principals = _principals(world, cluster)
    first = next((each["arn"] for each in principals if not each["has"]), "")
    groups = ", ".join(chosen["kubernetesGroups"]) if chosen else ""
    filled = {
        "principal": typed["principal"] or first,
        "own_groups": typed["own_groups"] or groups,
    }
    return {
        "typed": {**typed, **filled},
        "principals": principals,
        "types": [{"name": n, "words": access_words.TYPES[n]} for n in OFFERED_TYPES],
        "offered": access_words.offered(),
        "manageable": chosen is not None,
        "standard": chosen is not None and chosen["type"] == access_entry.STANDARD,
        "going": access_words.lost(world, cluster, chosen, me) if chosen else [],
    }


def _told(templates: Mapping[str, str], typed: Mapping[str, str]) -> Context:
    return {
        "cli": templates,
        "told": {name: cli.filled(text, typed) for name, text in templates.items()},
    }


def _principals(world: World, cluster: Key) -> list[dict[str, Any]]:
    """IAM's users and roles; those that EKS admits by an entry of their own."""
    arns = [doc["Arn"] for kind in KINDS for _, doc in world.list(kind)]
    return [
        {
            "arn": arn,
            "short": access_words.short(arn),
            "has": world.find(access_entry.key(cluster, arn)) is not None,
        }
        for arn in arns
        if "/aws-service-role/" not in arn
    ]
