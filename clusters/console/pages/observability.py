"""Observability: the control plane's logs, read from the change log, and searched."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from clusters.console import control_plane_logs as logs
from clusters.console import heading, refused_lines
from clusters.console.access import Visit, for_request
from clusters.console.drawing import page, say
from clusters.console.typed import is_number
from clusters.live import links, panels
from clusters.live.panels import Context, panel
from clusters.live.words import counted
from clusters.runtime import past
from clusters.sim.aws.eks.cluster_defaults import LOG_TYPES
from clusters.sim.errors import Refusal
from clusters.sim.world import World

LONGEST_SEARCH = 80
HOLDS = {
    "api": "What the API servers say of themselves: start, health, loss.",
    "audit": "Who asked the Kubernetes API for which change, and what it answered.",
    "authenticator": "Which IAM identity was let in or refused, and as which user.",
    "controllerManager": "What the controllers did: Pods made, nodes not heard of.",
    "scheduler": "Which Pod went to which node, and why one found none.",
}
WITHOUT = {
    "api": "an API server's trouble leaves no trace that you can read",
    "audit": "nobody can say later who deleted what",
    "authenticator": "a refused login leaves no reason",
    "controllerManager": "what a controller did is only in events, for an hour",
    "scheduler": "why a Pod waited is only in events, for an hour",
}


@panel("console/observability.html#log-types", watches=("eks.Cluster",))
def log_types(world: World, cluster: str) -> Context:
    """The five types, on or off."""
    found = heading.find(world, cluster)
    on = logs.enabled(found[1]) if found else frozenset()
    status = found[1]["status"] if found else "DELETED"
    return {
        "log_types": [
            {
                "name": name,
                "on": name in on,
                "holds": HOLDS[name],
                "without": WITHOUT[name],
            }
            for name in LOG_TYPES
        ],
        "log_count": len(on),
        "log_updating": status == "UPDATING",
        "log_cluster": cluster,
    }


def _refused(sandbox_id: str, _world: World) -> Context:
    return {"refused": refused_lines.count(sandbox_id)}


@panel("console/observability.html#log-news", load=_refused)
def log_news(  # noqa: PLR0913 what was seen, by name
    world: World,
    cluster: str,
    seen: str,
    asked: str = "",
    seen_refused: str = "",
    *,
    refused: int = 0,
) -> Context:
    """Whether the log has grown since the lines were drawn."""
    more = world.rv - int(seen) if is_number(seen) else 0
    again = refused - int(seen_refused) if is_number(seen_refused) else refused
    told = [
        counted(more, "newer change") if more > 0 else "",
        counted(again, "refused request") if again > 0 else "",
    ]
    return {
        "news_text": " and ".join(filter(None, told)),
        "news_cluster": cluster,
        "news_asked": asked,
    }


@require_safe
def observability(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    return _page(for_request(request, sandbox), name)


@require_POST
def switch(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    """Switch log types on and off, as UpdateClusterConfig does."""
    visit = for_request(request, sandbox, write=True)
    visit.cluster(name)
    chosen = [t for t in LOG_TYPES if t in request.POST.getlist("types")]
    wanted = {"name": name, "logging": logs.logging(chosen)}
    try:
        visit.aws("eks:UpdateClusterConfig", wanted)
    except Refusal as refusal:
        return _page(visit, name, chosen, refusal)
    say(request, "ok", f"EKS changes the logging of {name}; it takes a moment.")
    return redirect("observability", sandbox, name)


def _page(
    visit: Visit,
    name: str,
    chosen: list[str] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    key, doc = visit.cluster(name)
    on, asked = logs.enabled(doc), _asked(visit.request)
    found, earlier = _lines(visit, name, asked, on)
    seen = {
        "seen": str(visit.world.rv),
        "seen_refused": str(refused_lines.count(visit.place.id)),
    }
    query = logs.query({**asked, "before": ""})
    return page(
        visit,
        "console/observability.html",
        [
            heading.spec(name),
            panels.spec("log-types", {"cluster": name}),
            panels.spec("log-news", {"cluster": name, "asked": query, **seen}),
        ],
        here="clusters",
        crumbs=heading.crumbs(visit, name, "Observability"),
        refusal=refusal,
        log_lines=found,
        log_denied=refused_lines.denied_calls(visit.place.id),
        log_asked=asked,
        log_earlier=logs.query(asked, before=str(earlier)) if earlier else "",
        log_narrows=bool(query),
        log_ranges=logs.RANGES,
        log_choices=[
            {"name": t, "chosen": t in (on if chosen is None else chosen)}
            for t in LOG_TYPES
        ],
        log_off=asked["type"] if asked["type"] and asked["type"] not in on else "",
        log_command=_command(key.scope, name, chosen or list(LOG_TYPES)),
        **heading.context(visit, name, "observability"),
    )


def _asked(request: HttpRequest) -> dict[str, str]:
    """The filters in the address; what is not known is left out."""
    asked = request.GET
    type_, since, before = (asked.get(n, "") for n in ("type", "since", "before"))
    return {
        "type": type_ if type_ in LOG_TYPES else "",
        "since": since if since in logs.RANGES else "",
        "find": asked.get("find", "")[:LONGEST_SEARCH].strip(),
        "before": before if is_number(before) else "",
    }


def _lines(
    visit: Visit, name: str, asked: dict[str, str], on: frozenset[str]
) -> tuple[list[logs.Line], int]:
    key, doc = visit.cluster(name)
    clock = visit.world.clock.segments[-1].sim
    wanted = logs.Wanted(
        types=on & {asked["type"]} if asked["type"] else on,
        find=asked["find"],
        since=clock - float(asked["since"]) if asked["since"] else 0.0,
        before=int(asked["before"] or 0),
    )
    if not wanted.types:
        return [], 0
    here = links.where(visit.place.id, visit.world)
    commits = past.commits_before(visit.place.id, wanted.before)
    found, earlier = logs.lines(here, key, commits, wanted)
    found += refused_lines.lines(
        here, doc["_"]["id"], key.name, wanted, down_to=earlier
    )
    # What was refused at a revision came after the change that made it.
    found.sort(key=lambda line: (line.number, bool(line.means)), reverse=True)
    return found, earlier


def _command(region: str, name: str, on: list[str]) -> str:
    config: dict[str, Any] = logs.logging(on)
    text = json.dumps(config, separators=(",", ":"))
    return (
        f"aws eks update-cluster-config --region {region} --name {name} "
        f"--logging '{text}'"
    )
