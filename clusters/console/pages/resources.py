"""Resources: every object of every kind, as kubectl get shows it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from clusters.console import heading
from clusters.console.access import for_request
from clusters.console.drawing import page
from clusters.console.kubernetes import kube, listing, undo
from clusters.console.kubernetes.listing import Asked
from clusters.console.kubernetes.objects import plain
from clusters.console.typed import is_number
from clusters.live import panels
from clusters.live.panels import Context, panel
from clusters.sim.kube import rbac
from clusters.sim.kube.errors import BadRequest
from clusters.sim.kube.kind import kinds
from clusters.sim.world import World

DEFAULT = "pods"
LONGEST = 500
"""No selector or filter that somebody means is longer."""


def _watched(args: Mapping[str, str]) -> tuple[str, ...]:
    return listing.watched([args.get("resource", DEFAULT)])


@panel("console/resources.html#resource-table", watches=_watched)
def resource_table(  # noqa: PLR0913, PLR0917 all that the address says
    world: World,
    cluster: str,
    resource: str = DEFAULT,
    namespace: str = "",
    labels: str = "",
    q: str = "",
    sort: str = "",
    page: str = "1",
) -> Context:
    found, kind = heading.find(world, cluster), kinds.get(resource)
    blank = {"bad_selector": "", "table": None, "obstacle_next": ""}
    if found is None or kind is None:
        return {**blank, "obstacle": "This cluster is gone.", "kind": None}
    key, doc = found
    inside = namespace if kind.namespaced else ""
    request = rbac.Request("list", kind.group, kind.plural, "", inside)
    obstacle = kube.obstacle(world, key, request)
    number = int(page) if is_number(page) else 1
    table, bad = None, ""
    if not obstacle:
        asked = Asked(namespace, labels, q, sort, number)
        try:
            table = listing.table(world, doc["_"]["id"], kind, asked)
        except BadRequest as refused:
            bad = f"Error from server ({refused.code}): {refused.message}"
    query = {"resource": resource, "namespace": namespace, "labels": labels, "q": q}
    return {
        "obstacle": obstacle,
        "obstacle_next": kube.next_step(obstacle),
        "bad_selector": bad,
        "table": table,
        "kind": kind,
        "table_cluster": cluster,
        "table_namespace": inside,
        "table_query": urlencode({k: v for k, v in query.items() if v}),
        "table_sort": sort,
        "narrowed": bool(labels or q),
        "show_namespace": kind.namespaced and not inside,
    }


@panel(
    "console/resources.html#resource-kinds",
    watches=lambda _: listing.watched(kinds),
)
def resource_kinds(
    world: World, cluster: str, resource: str = DEFAULT, namespace: str = ""
) -> Context:
    """Every kind with how many there are; nothing where nobody may be asked."""
    found = heading.find(world, cluster)
    groups: list[object] = []
    if found is not None:
        key, doc = found
        who = kube.user(world, key)
        nowhere = rbac.Request("list", "", DEFAULT)
        blocked = kube.obstacle(world, key, nowhere) in (kube.NOT_YET, kube.NO_ANSWER)
        if who is not None and not blocked:
            groups = listing.groups(world, doc["_"]["id"], who, namespace)
    return {
        "kind_groups": groups,
        "kinds_cluster": cluster,
        "kinds_namespace": namespace,
        "kinds_current": resource,
    }


@require_safe
def resources(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    visit = for_request(request, sandbox)
    _, doc = visit.cluster(name)
    asked = {
        part: request.GET.get(part, "")[:LONGEST] for part in ("labels", "q", "sort")
    }
    wanted = request.GET.get("resource", DEFAULT)[:LONGEST]
    resource = wanted if wanted in kinds else DEFAULT
    namespaces = listing.namespaces(visit.world, doc["_"]["id"])
    namespace = request.GET.get("namespace", "")
    namespace = namespace if namespace in namespaces else ""
    number = request.GET.get("page", "")
    place = {"cluster": name, "resource": resource, "namespace": namespace}
    table = {**place, **asked, "page": number if is_number(number) else ""}
    return page(
        visit,
        "console/resources.html",
        [
            heading.spec(name),
            panels.spec("resource-kinds", place),
            panels.spec("resource-table", table),
        ],
        here="clusters",
        crumbs=heading.crumbs(visit, name, "Resources"),
        status=200 if wanted == resource else 404,
        unknown_kind="" if wanted == resource else wanted,
        all_kinds=kube.listable(),
        resource=resource,
        chosen_kind=kinds[resource],
        namespaces=namespaces,
        namespace=namespace,
        labels=asked["labels"],
        text=asked["q"],
        sort=asked["sort"],
        undoable=undo.offered(visit, name),
        **heading.context(visit, name, "resources"),
    )


@require_safe
def event_object(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    """From an event's words (kind, namespace, name) to the object's page."""
    visit = for_request(request, sandbox)
    visit.cluster(name)
    wanted = request.GET.get("kind", "")
    kind = next((k for _, k in kinds.items() if k.kind == wanted), None)
    if kind is None:
        raise Http404
    place = [request.GET.get(part) or "-" for part in ("namespace", "name")]
    if not all(map(plain, place)):
        raise Http404
    return redirect("object", sandbox, name, kind.resource, *place)
