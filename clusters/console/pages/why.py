"""Why something happened: the changes that led to it, and whose move is next."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from clusters import runtime
from clusters.console.access import for_request
from clusters.console.drawing import page
from clusters.live import chain, links, moves, panels, telling
from clusters.live.panels import Context, panel
from clusters.live.words import NEXT_WHOSE
from clusters.sim.tx import Told
from clusters.sim.world import Key, World

LOOKED_BACK = 2000
"""So many revisions are looked through for what was said of a thing."""
CHANGING = (
    "dc.ApiServer",
    "dc.EtcdMember",
    "eks.Cluster",
    "eks.Nodegroup",
    "k8s.Event",
    "k8s.Node",
    "k8s.Pod",
)
"""What the next move may depend on besides the thing itself."""


def _watched(args: Mapping[str, str]) -> tuple[str, ...]:
    return (args.get("kind", ""), *CHANGING)


def _sandbox(sandbox_id: str, _world: World) -> Context:
    return {"sandbox_id": sandbox_id}


@panel("console/why.html#why-move", watches=_watched, load=_sandbox)
def why_move(  # noqa: PLR0913, PLR0917 an event's own words, by name
    world: World,
    kind: str,
    name: str,
    scope: str = "",
    reason: str = "",
    whose: str = moves.NOBODY,
    *,
    sandbox_id: str,
) -> Context:
    """The next move, and how the thing stands, as of now."""
    here = links.where(sandbox_id, world)
    case = moves.Case(here, Key(kind, scope, name), reason, whose)
    found, now = moves.move(case), case.standing
    return {
        "move_whose": NEXT_WHOSE.get(found.whose, "nobody's"),
        "move_owner": found.whose,
        "move_text": found.text,
        "move_href": found.href,
        "move_link": found.link,
        "move_tone": now.tone,
        "move_standing": now.text,
    }


def _last_words(sandbox: str, world: World, key: Key) -> Told | None:
    """What was said last about a thing, if that is not long ago."""
    found = runtime.events(
        sandbox,
        after=max(0, world.rv - LOOKED_BACK),
        limit=1,
        match=lambda event: event.key == key,
    )
    return found[0].told if found else None


@require_safe
def why(request: HttpRequest, sandbox: str, revision: int) -> HttpResponse:
    """The page; with script, a dialog shows its middle."""
    visit = for_request(request, sandbox)
    found = chain.of(sandbox, revision) if revision <= visit.world.rv else None
    if found is None:
        raise Http404(f"The change log holds no change {revision}.")
    here, told = links.where(sandbox, visit.world), found.act.told
    key = found.act.key
    said = told or _last_words(sandbox, visit.world, key)
    args = {"kind": key.kind, "scope": key.scope, "name": key.name}
    if said is not None:
        args |= {"reason": said.reason, "whose": said.next}
    cluster = links.cluster(here, key)
    last = told.reason if told else f"Change {revision}"
    crumbs = [("Clusters", reverse("clusters", args=[sandbox]))]
    if links.address(here, "cluster", cluster):
        crumbs.append((cluster, reverse("cluster", args=[sandbox, cluster])))
    return page(
        visit,
        "console/why.html",
        [panels.spec("why-move", args)],
        here="clusters",
        crumbs=[*crumbs, (last, "")],
        why=telling.chain(here, found),
        why_title=last,
    )
