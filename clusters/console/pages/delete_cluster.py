"""Deleting a cluster: what goes, what stays, what blocks it; afterwards, what is left."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from clusters.console import heading
from clusters.console.access import Visit, for_request
from clusters.console.drawing import REFUSED, page
from clusters.console.ending import deletion, leftovers
from clusters.live import panels
from clusters.live.panels import Context, panel
from clusters.sim.errors import Refusal
from clusters.sim.world import Key, World


@panel(
    "console/delete_cluster.html#going",
    watches=(*deletion.WATCHES, *leftovers.WATCHES),
)
def going(world: World, cluster: str) -> Context:
    """What EKS would refuse now, what goes, and what would stay."""
    found = heading.find(world, cluster)
    if found is None:
        return {"going": None, "going_name": cluster}
    key, doc = found
    return {
        "going": deletion.going(world, key, doc),
        "going_name": cluster,
        "going_now": doc["status"] == "DELETING",
        "going_blocked": deletion.obstacles(world, key, doc),
        "going_services": deletion.services(world, doc),
        "going_stay": leftovers.of(world, key),
    }


@panel("console/leftovers.html#left", watches=leftovers.WATCHES)
def left(world: World, cluster: str) -> Context:
    """What a deleted cluster has left in the account."""
    account = world.find(Key("aws.Account", "", "account"))
    key = Key("eks.Cluster", account["region"] if account else "", cluster)
    return {"left": leftovers.of(world, key), "left_name": cluster}


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    """Ask EKS to delete the cluster; its name must be typed."""
    visit = for_request(request, sandbox, write=request.method == "POST")
    visit.cluster(name)
    if request.method != "POST":
        return _page(visit, name)
    typed = request.POST.get("confirm", "")
    if typed != name:
        return _page(visit, name, status=REFUSED, typed=typed, mistyped=True)
    try:
        visit.aws("eks:DeleteCluster", {"name": name})
    except Refusal as refusal:
        return _page(visit, name, typed=typed, refusal=refusal)
    return redirect("cluster", sandbox, name)


def _page(visit: Visit, name: str, *, status: int = 0, **context: Any) -> HttpResponse:
    return page(
        visit,
        "console/delete_cluster.html",
        [heading.spec(name), panels.spec("going", {"cluster": name})],
        here="clusters",
        crumbs=heading.crumbs(visit, name, "Delete"),
        status=status,
        **{"typed": "", "mistyped": False, **context},
        **heading.context(visit, name, ""),
    )


@require_safe
def leftover(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    """What a deleted cluster has left; for one that lives, what it would leave."""
    visit = for_request(request, sandbox)
    if visit.world.find(Key("eks.Cluster", visit.place.region, name)) is not None:
        return redirect("delete-cluster", sandbox, name)
    if not heading.was_deleted(visit, name):
        raise Http404
    return page(
        visit,
        "console/leftovers.html",
        [panels.spec("left", {"cluster": name})],
        here="clusters",
        crumbs=[
            ("Clusters", reverse("clusters", args=[sandbox])),
            (f"{name}, deleted", ""),
        ],
    )
