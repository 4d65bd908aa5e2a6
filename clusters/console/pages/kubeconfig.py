"""kubeconfig: what the file says, and the way that a request then takes."""

from __future__ import annotations

from typing import Any

import yaml
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from clusters import runtime
from clusters.console import heading, refused_lines, snippets
from clusters.console.access import Visit, for_request
from clusters.console.drawing import page
from clusters.console.iam import token_path
from clusters.console.iam.access_words import short
from clusters.console.refused_lines import Turned
from clusters.live import panels
from clusters.live.panels import Context, panel
from clusters.sim.commands import Caller, Doc
from clusters.sim.datacenter import lifecycle
from clusters.sim.world import Key, World

WATCHES = (
    "eks.Cluster",
    "eks.AccessEntry",
    "dc.ApiServer",
    "iam.Role",
    "iam.User",
    "k8s.ConfigMap",
    "k8s.ClusterRole",
    "k8s.ClusterRoleBinding",
    "k8s.Role",
    "k8s.RoleBinding",
)
BLOCKS = (
    (
        ("clusters",),
        "Where",
        "The endpoint and the certificate authority that signed it. Public knowledge: it lets nobody in.",
    ),
    (
        ("users",),
        "Who",
        "No key and no password: kubectl runs this command for a fresh token whenever it needs one. Your AWS keys stay where they are.",
    ),
    (
        ("contexts", "current-context"),
        "Which with which",
        "A cluster and a user under one name. current-context is the pair that kubectl takes when you name none.",
    ),
)
SHOWN_CA = 32
LATELY = 5


def _callers(world: World) -> dict[str, Caller]:
    account: Doc = world.find(Key("aws.Account", "", "account")) or {}
    found = token_path.callers_here(world, account["id"], account["region"])
    return {_name(caller): caller for caller in found}


def _name(caller: Caller) -> str:
    """`user/learner`, `role/dev`: as people call it."""
    text = short(caller.arn).removesuffix(f"/{token_path.SESSION}")
    return text.replace("assumed-role/", "role/")


@panel("console/kubeconfig.html#way-in", watches=WATCHES)
def way_in(world: World, cluster: str, who: str = "") -> Context:
    """The token's path, for one who asks."""
    found, known = heading.find(world, cluster), _callers(world)
    if found is None or not known:
        return {"stations": None, "way_who": who}
    chosen = who if who in known else next(iter(known))
    stations = token_path.stations(world, found[0], known[chosen])
    ended = next((s for s in stations if s.tone == token_path.STOPPED), None)
    return {
        "stations": stations,
        "way_who": chosen,
        "way_end": ended,
        "way_cluster": cluster,
    }


def _turned_away(sandbox_id: str, _world: World) -> Context:
    return {"turned": refused_lines.turned_away(sandbox_id)}


@panel(
    "console/kubeconfig.html#way-refused", watches=("eks.Cluster",), load=_turned_away
)
def way_refused(
    world: World, cluster: str, *, turned: tuple[Turned, ...] = ()
) -> Context:
    """Who was turned away lately, and where on the way."""
    found = heading.find(world, cluster)
    here = found[1]["_"]["id"] if found else ""
    lately = [one for one in turned if one.cluster == here][:LATELY]
    return {"turned_away": lately, "turned_cluster": cluster}


@never_cache
@require_safe
def show(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    visit = for_request(request, sandbox)
    key, doc = visit.cluster(name)
    known = list(_callers(visit.world))
    asked = request.GET.get("as", "")
    who = asked if asked in known else known[0]
    args = {"cluster": name, "who": who}
    ready = lifecycle.ended(doc, "endpoint")
    return page(
        visit,
        "console/kubeconfig.html",
        [
            heading.spec(name),
            panels.spec("way-in", args),
            panels.spec("way-refused", {"cluster": name}),
        ],
        here="clusters",
        crumbs=heading.crumbs(visit, name, "kubeconfig"),
        mine=visit.mine,
        ready=ready,
        blocks=_blocks(visit, key, doc) if ready else [],
        update=f"aws eks update-kubeconfig --region {key.scope} --name {name}",
        askers=known,
        asker=who,
        hours=snippets.TOKEN_HOURS,
        **heading.context(visit, name, "access"),
    )


def _blocks(visit: Visit, key: Key, doc: Doc) -> list[dict[str, str]]:
    """The file's three parts, each with what it is for; the certificate cut short."""
    user = snippets.exec_user(visit.place, key.name)
    text = snippets.kubeconfig(runtime.site(), key, doc, user)
    config: dict[str, Any] = yaml.safe_load(text)
    inside = config["clusters"][0]["cluster"]
    ca = inside["certificate-authority-data"]
    inside["certificate-authority-data"] = f"{ca[:SHOWN_CA]}..."
    return [
        {
            "name": parts[0],
            "title": title,
            "text": _yaml({part: config[part] for part in parts}),
            "means": means,
        }
        for parts, title, means in BLOCKS
    ]


def _yaml(part: dict[str, Any]) -> str:
    return yaml.safe_dump(part, sort_keys=False, width=1000)
