"""The list of clusters: what do I have, and who has work to do?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from clusters import runtime
from clusters.console import summary
from clusters.console.access import for_request
from clusters.console.creating.cluster_draft import open_drafts
from clusters.console.drawing import page
from clusters.live import panels
from clusters.live.panels import Context, panel
from clusters.live.words import PAINT
from clusters.sim.commands import Doc
from clusters.sim.world import World
from clusters.steps import status as steps

STATUSES = ("ACTIVE", "CREATING", "UPDATING", "DELETING", "FAILED")
JOURNEY_WORDS = {
    "idle": "Not begun",
    "queued": "Waiting for a worker",
    "running": "In progress",
    "waiting": "In progress",
    "succeeded": "Done",
    "done": "Done by you",
    "failed": "Failed: look at the step",
    "cancelled": "Cancelled",
}
UNASKED = {
    "CREATING": "AWS is building it",
    "FAILED": "Failed: delete the cluster, order it again",
}
"""The first step, when the learner took it by hand and there is no cluster yet."""

VIEWS = ("table", "cards")
YEAR = 365 * 24 * 3600


@panel("console/clusters.html#cluster-count", watches=("eks.Cluster",))
def cluster_count(world: World) -> Context:
    return {"cluster_count": len(world.list("eks.Cluster"))}


@panel("console/clusters.html#cluster-table", watches=summary.WATCHES)
def cluster_table(
    world: World, q: str = "", status: str = "", view: str = ""
) -> Context:
    found = world.list("eks.Cluster")
    shown = [
        summary.row(world, key, doc)
        for key, doc in found
        if q.lower() in key.name.lower() and status in ("", doc["status"])
    ]
    return {
        "rows": shown,
        "total": len(found),
        "q": q,
        "status": status,
        "view": view or VIEWS[0],
    }


def connected(sandbox_id: str, world: World) -> Context:
    """Whether the learner's own kubectl has come in: that is not in the World."""
    found = steps.newest_cluster(world)
    yes = found and runtime.connected(sandbox_id, found[1]["_"]["id"])
    return {"connected": bool(yes)}


def _told(step: steps.StepStatus, cluster: Doc) -> str:
    if step.number == 1 and step.state == "idle":
        return UNASKED.get(cluster.get("status", ""), JOURNEY_WORDS["idle"])
    return JOURNEY_WORDS[step.state]


@panel(
    "console/clusters.html#journey",
    watches=("steps.Run", *summary.WATCHES, "k8s.Deployment"),
    load=connected,
)
def journey(world: World, *, connected: bool) -> Context:
    """The four getting-started steps across the top."""
    found = steps.newest_cluster(world)
    four = steps.statuses(world, connected=connected)
    done = [step.state in ("succeeded", "done") for step in four]
    now = done.index(False) if False in done else len(done)
    return {
        "journey": [
            {
                "title": step.title,
                "done": is_done,
                "now": step.number == now + 1,
                "text": step.waiting_for or _told(step, found[1] if found else {}),
                "owner": PAINT[step.owner],
                "owner_text": step.owner_text,
            }
            for step, is_done in zip(four, done, strict=True)
        ],
        "journey_on": found[0].name if found else "",
        "journey_at": min(now + 1, len(four)),
        "journey_done": all(done),
    }


@require_safe
def clusters(request: HttpRequest, sandbox: str) -> HttpResponse:
    visit = for_request(request, sandbox)
    asked = {"q": request.GET.get("q", "")[:100]}
    if request.GET.get("status") in STATUSES:
        asked["status"] = request.GET["status"]
    chosen = request.GET.get("view", "")
    view = chosen or request.COOKIES.get("clusters-view", "")
    if view in VIEWS[1:]:
        asked["view"] = view
    answer = page(
        visit,
        "console/clusters.html",
        [
            panels.spec("cluster-count"),
            panels.spec("cluster-table", asked),
            panels.spec("journey"),
        ],
        here="clusters",
        crumbs=[("Clusters", "")],
        drafts=open_drafts(sandbox) if visit.mine else [],
        statuses=[summary.status(word) for word in STATUSES],
    )
    if chosen in VIEWS:
        answer.set_cookie(
            "clusters-view", chosen, max_age=YEAR, httponly=True, samesite="Lax"
        )
    return answer
