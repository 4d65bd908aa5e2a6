"""Resources: every object of every kind, as kubectl get shows it."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from clusters.console import heading, kube
from clusters.console.access import for_request
from clusters.console.drawing import page
from clusters.live import panels
from clusters.live.panels import Context, panel
from clusters.sim.kube import rbac
from clusters.sim.kube.kind import kinds
from clusters.sim.world import World

DEFAULT = "pods"


def _watched(args: Mapping[str, str]) -> tuple[str, ...]:
    kind = kinds.get(args.get("resource", DEFAULT))
    return (kind.document if kind else "", "eks.Cluster", "dc.ApiServer")


@panel("console/resources.html#resource-table", watches=_watched)
def resource_table(
    world: World, cluster: str, resource: str = DEFAULT, namespace: str = ""
) -> Context:
    found, kind = heading.find(world, cluster), kinds.get(resource)
    if found is None or kind is None:
        return {"obstacle": "This cluster is gone.", "table": None, "kind": None}
    key, doc = found
    request = rbac.Request("list", kind.group, kind.plural, "", namespace)
    obstacle = kube.obstacle(world, key, request)
    table = None if obstacle else kube.table(world, doc["_"]["id"], kind, namespace)
    return {
        "obstacle": obstacle,
        "table": table,
        "kind": kind,
        "table_cluster": cluster,
        "table_namespace": namespace,
        "show_namespace": kind.namespaced and not namespace,
    }


@require_safe
def resources(request: HttpRequest, sandbox: str, name: str) -> HttpResponse:
    visit = for_request(request, sandbox)
    _, doc = visit.cluster(name)
    resource = request.GET.get("resource", DEFAULT)
    if resource not in kinds:
        resource = DEFAULT
    namespaces = [
        key.name for key, _ in visit.world.list("k8s.Namespace", doc["_"]["id"])
    ]
    namespace = request.GET.get("namespace", "")
    namespace = namespace if namespace in namespaces else ""
    args = {"cluster": name, "resource": resource, "namespace": namespace}
    return page(
        visit,
        "console/resources.html",
        [heading.spec(name), panels.spec("resource-table", args)],
        here="clusters",
        crumbs=heading.crumbs(visit, name, "Resources"),
        kinds=kube.listable(),
        resource=resource,
        namespaces=namespaces,
        namespace=namespace,
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
    if any("/" in part for part in place):
        raise Http404
    return redirect("object", sandbox, name, kind.resource, *place)
