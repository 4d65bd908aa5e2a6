"""Networking: how traffic gets around in a cluster's VPC, and what stops it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from clusters.console import heading
from clusters.console.access import Visit, for_request
from clusters.console.commands import cli
from clusters.console.commands.layout import NEXT_LINE
from clusters.console.drawing import page, say
from clusters.console.vpc import (
    changes,
    inspector,
    notes,
    path_tester,
    picture,
    places,
    tables,
)
from clusters.console.vpc.path_tester import Asked
from clusters.live import panels
from clusters.live.panels import Context, panel
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.world import Key, World

LONGEST = 300
ENDPOINT = "endpoint"
Found = tuple[Key, Doc, Asked]


def _found(world: World, cluster: str, way: str) -> Found | None:
    """The cluster, and what is asked about ways through its network."""
    found = heading.find(world, cluster)
    if found is None:
        return None
    return *found, path_tester.read(world, found[0], way)


@panel("console/networking.html#vpc-picture", watches=picture.WATCHES)
def vpc_picture(world: World, cluster: str, part: str = "", way: str = "") -> Context:
    found = _found(world, cluster, way)
    if found is None:
        return {"picture": None, "picture_notes": []}
    key, doc, wanted = found
    part = part or doc["resourcesVpcConfig"]["vpcId"]
    marks = picture.Marks(part, path_tester.lit(world, key, wanted))
    return {
        "picture": picture.build(world, key, doc, marks),
        "picture_notes": notes.of_cluster(world, key, doc),
        "picture_keep": wanted.keep,
        "picture_cluster": cluster,
    }


@panel("console/networking_part.html#net-inspect", watches=picture.WATCHES)
def net_inspect(world: World, cluster: str, part: str = "", way: str = "") -> Context:
    found = _found(world, cluster, way)
    if found is None:
        return {"net_sheet": None, "net_part": part, "net_cluster": cluster}
    key, doc, wanted = found
    part = part or doc["resourcesVpcConfig"]["vpcId"]
    return {
        "net_sheet": inspector.inspect(world, key, doc, part),
        "net_part": part,
        "net_cluster": cluster,
        "net_keep": wanted.keep,
    }


@panel("console/networking_path.html#path-result", watches=picture.WATCHES)
def path_result(world: World, cluster: str, way: str = "") -> Context:
    found = _found(world, cluster, way)
    if found is None:
        return {"way": None, "way_presets": []}
    key, doc, wanted = found
    return {
        "way": path_tester.answer(world, key, wanted),
        "way_presets": path_tester.presets(world, key, doc["_"]["id"]),
    }


@panel("console/networking_tables.html#vpc-tables", watches=picture.WATCHES[:10])
def vpc_tables(world: World, cluster: str) -> Context:
    found = heading.find(world, cluster)
    return {"vpc_rows": tables.build(world, *found) if found else None}


@panel("console/networking_endpoint.html#endpoint-access", watches=("eks.Cluster",))
def endpoint_access(world: World, cluster: str) -> Context:
    found = heading.find(world, cluster)
    if found is None:
        return {"endpoint": None}
    _, doc = found
    now = places.access(doc)
    return {
        "endpoint": {
            "mode": places.ACCESS[now],
            "who": places.WHO[now],
            "cidrs": doc["resourcesVpcConfig"]["publicAccessCidrs"],
            "open": "0.0.0.0/0" in doc["resourcesVpcConfig"]["publicAccessCidrs"],
            "updating": bool(doc["_"].get("update")),
        }
    }


@require_safe
def networking(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    return _page(for_request(request, sandbox), name, {})


@require_POST
def change(request: HttpRequest, sandbox: str, name: str, act: str) -> HttpResponse:
    """Ask AWS for a change; the page's address stays what it was."""
    visit = for_request(request, sandbox, write=True)
    visit.cluster(name)
    typed = request.POST.dict()
    if act != ENDPOINT and act not in changes.ASKED:
        raise Http404
    try:
        if act == ENDPOINT:
            made = changes.endpoint(name, typed)
        else:
            made = changes.ASKED[act](typed)
        visit.aws(made.action, made.request)
    except Refusal as refusal:
        return _page(visit, name, typed, refusal=refusal, act=act)
    command = made.command.replace(NEXT_LINE, " ")
    if request.headers.get("HX-Request"):
        flash = {"tone": "ok", "title": made.done, "text": command}
        answer = render(request, "parts/flash.html", flash)
        answer["HX-Retarget"], answer["HX-Reselect"] = "#flashbar", ".flash"
        answer["HX-Reswap"] = "innerHTML"
        return answer
    say(request, "ok", f"{made.done} The same by command: {command}")
    asked = f"?{urlencode(request.GET)}" if request.GET else ""
    return redirect(f"{reverse('networking', args=[sandbox, name])}{asked}")


def _page(
    visit: Visit,
    name: str,
    typed: Mapping[str, str],
    *,
    refusal: Refusal | None = None,
    act: str = "",
) -> HttpResponse:
    key, doc = visit.cluster(name)
    given = {
        at: visit.request.GET.get(at, "")[:LONGEST] for at in ("from", "to", "port")
    }
    wanted = path_tester.asked(visit.world, key, *given.values())
    part = visit.request.GET.get("inspect", "")[:LONGEST]
    part = part or path_tester.refusing(visit.world, key, wanted)
    about = {"cluster": name, "part": part, "way": wanted.text}
    return page(
        visit,
        "console/networking.html",
        [
            heading.spec(name),
            panels.spec("vpc-picture", about),
            panels.spec("net-inspect", about),
            panels.spec("path-result", {"cluster": name, "way": wanted.text}),
            panels.spec("vpc-tables", {"cluster": name}),
            panels.spec("endpoint-access", {"cluster": name}),
        ],
        here="clusters",
        crumbs=heading.crumbs(visit, name, "Networking"),
        refusal=refusal,
        choices=path_tester.choices(visit.world, key, doc, wanted),
        wanted=wanted,
        misasked=any(given.values()) and not wanted,
        form=_forms(name, doc, typed, act, part),
        **heading.context(visit, name, "networking"),
    )


def _forms(
    name: str, cluster: Doc, typed: Mapping[str, str], act: str, part: str
) -> dict[str, Any]:
    """What the forms hold: what was typed into the refused one, else usual values."""
    now = places.access(cluster)
    mode = next(text for text, ways in changes.MODES.items() if ways == now)
    rule = {
        "way": "ingress",
        "protocol": "tcp",
        "port": "443",
        "cidr": "",
        "source": "",
    }
    route = {"destination": "0.0.0.0/0", "target": ""}
    cidrs = " ".join(cluster["resourcesVpcConfig"]["publicAccessCidrs"])
    endpoint = {"cluster": name, "mode": mode, "cidrs": cidrs}
    rule |= typed if act == "add-rule" else {}
    route |= typed if act == "add-route" else {}
    endpoint |= typed if act == ENDPOINT else {}
    return {
        "rule": rule,
        "route": route,
        "endpoint": endpoint,
        "modes": [(text, places.ACCESS[ways]) for text, ways in changes.MODES.items()],
        "refused": act,
        "rule_cli": changes.ADD_RULE,
        "route_cli": changes.ADD_ROUTE,
        "endpoint_cli": changes.ENDPOINT,
        "rule_told": cli.filled(changes.ADD_RULE, {**rule, "group": part}),
        "route_told": cli.filled(changes.ADD_ROUTE, {**route, "table": part}),
        "endpoint_told": cli.filled(changes.ENDPOINT, endpoint),
        "public_on": cli.filled(
            changes.PUBLIC, {"subnet": part, "switch": changes.SWITCHES[True]}
        ),
        "public_off": cli.filled(
            changes.PUBLIC, {"subnet": part, "switch": changes.SWITCHES[False]}
        ),
    }
