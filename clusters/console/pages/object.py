"""One object: its YAML, what happened to it, changing and deleting it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from clusters.callers.wall import now
from clusters.console import heading, kube, manifests
from clusters.console.access import Visit, for_request
from clusters.console.drawing import page, say
from clusters.console.manifests import Unreadable
from clusters.live import panels
from clusters.live.panels import Context, panel
from clusters.sim.commands import Doc, User
from clusters.sim.errors import Refusal
from clusters.sim.kube import rbac, reading
from clusters.sim.kube.kind import Kind, kinds
from clusters.sim.kube.wire import wire
from clusters.sim.world import Key, World

NO_NAMESPACE = "-"
KEPT = "Nothing was changed. Below is your text; above it the object as it is now."


class Address(NamedTuple):
    """Which object of a cluster a page is about."""

    cluster: str
    kind: Kind
    namespace: str
    name: str

    @property
    def args(self) -> dict[str, str]:
        """The address as a panel's arguments."""
        return {
            "cluster": self.cluster,
            "resource": self.kind.resource,
            "namespace": self.namespace or NO_NAMESPACE,
            "name": self.name,
        }

    def key(self, cluster_id: str) -> Key:
        return self.kind.key(cluster_id, self.namespace, self.name)

    def path(self, sandbox: str) -> str:
        """Where the object's page is."""
        return reverse("object", args=[sandbox, *self.args.values()])


def address(cluster: str, at: Mapping[str, str]) -> Address:
    """The address in a URL. Raises Http404 for an unknown resource."""
    kind = kinds.get(at["resource"])
    if kind is None:
        raise Http404
    namespace = "" if at["namespace"] == NO_NAMESPACE else at["namespace"]
    return Address(cluster, kind, namespace, at["item"])


def found(world: World, cluster_id: str, at: Address) -> tuple[Key, Doc] | None:
    """The object as it reads now."""
    key = at.key(cluster_id)
    doc = world.find(key)
    if doc is None or at.kind.read is None:
        return None if doc is None else (key, doc)
    moment = reading.moment(world, now())
    return key, at.kind.read(world, key, dict(doc), moment.sim, moment.wall)


def _watched(args: Mapping[str, str]) -> tuple[str, ...]:
    kind = kinds.get(args.get("resource", ""))
    return (kind.document if kind else "", "k8s.Event", "dc.ApiServer")


@panel("console/object.html#object-state", watches=_watched)
def object_state(
    world: World, cluster: str, resource: str, namespace: str, name: str
) -> Context:
    here, kind = heading.find(world, cluster), kinds.get(resource)
    if here is None or kind is None:
        return {"obstacle": "This cluster is gone.", "yaml": "", "about": []}
    cluster_key, cluster_doc = here
    place = "" if namespace == NO_NAMESPACE else namespace
    request = rbac.Request("get", kind.group, kind.plural, "", place, name)
    obstacle = kube.obstacle(world, cluster_key, request)
    at = Address(cluster, kind, place, name)
    there = None if obstacle else found(world, cluster_doc["_"]["id"], at)
    if there is None:
        obstacle = obstacle or f'{kind.resource} "{name}" not found: it was deleted.'
        return {"obstacle": obstacle, "yaml": "", "about": []}
    uid = wire(world, *there)["metadata"].get("uid", "")
    return {
        "obstacle": "",
        "yaml": manifests.text_of(world, *there),
        "about": kube.events_of(world, there[0], uid),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, sandbox: str, name: str, **at: str) -> HttpResponse:
    """The object's page; a POST puts the YAML that was edited."""
    write = request.method == "POST"
    visit = for_request(request, sandbox, write=write)
    visit.cluster(name)
    here = address(name, at)
    if not write:
        return _page(visit, here)
    text = request.POST.get("yaml", "")
    try:
        _put(visit, here, text)
    except Unreadable as error:
        refusal = {"code": "error", "message": str(error), "advice": KEPT}
    except Refusal as refused:
        refusal = {"code": refused.code, "message": refused.message, "advice": KEPT}
    else:
        say(request, "ok", f"{here.kind.resource} {here.name} was changed.")
        return redirect(here.path(sandbox))
    return _page(visit, here, typed=text, refusal=refusal)


@require_POST
def delete(request: HttpRequest, sandbox: str, name: str, **at: str) -> HttpResponse:
    visit = for_request(request, sandbox, write=True)
    here = address(name, at)
    try:
        target, who = _rights(visit, here)
        visit.execute(manifests.call(who, here.kind, target, "delete"))
    except Unreadable as error:
        return _page(visit, here, refusal={"code": "error", "message": str(error)})
    except Refusal as refused:
        refusal = {"code": refused.code, "message": refused.message}
        return _page(visit, here, refusal=refusal)
    say(request, "ok", f'{here.kind.singular_name} "{here.name}" deleted')
    back = reverse("resources", args=[sandbox, name])
    return redirect(f"{back}?resource={here.kind.resource}")


def _rights(visit: Visit, here: Address) -> tuple[Key, User]:
    """The object's key, and who the learner is there. Raises Unreadable."""
    cluster_key, doc = visit.cluster(here.cluster)
    who = kube.user(visit.world, cluster_key)
    if who is None:
        raise Unreadable(kube.NO_ACCESS)
    return here.key(doc["_"]["id"]), who


def _put(visit: Visit, here: Address, text: str) -> None:
    """Replace the object, unless somebody else changed it since the form was made."""
    typed = manifests.parsed(text)
    if len(typed) != 1 or typed[0][0] is not here.kind:
        raise Unreadable(f"The text must be one {here.kind.kind}.")
    target, who = _rights(visit, here)
    visit.execute(manifests.call(who, here.kind, target, "update", body=typed[0][1]))


def _page(
    visit: Visit,
    here: Address,
    *,
    typed: str = "",
    refusal: dict[str, str] | None = None,
) -> HttpResponse:
    _, doc = visit.cluster(here.cluster)
    there = found(visit.world, doc["_"]["id"], here)
    if there is None and not refusal:
        raise Http404
    text = typed or (manifests.text_of(visit.world, *there) if there else "")
    return page(
        visit,
        "console/object.html",
        [heading.spec(here.cluster), panels.spec("object-state", here.args)],
        here="clusters",
        crumbs=heading.crumbs(visit, here.cluster, here.name),
        status=422 if refusal else 200,
        item=here.name,
        kind=here.kind,
        namespace=here.namespace or NO_NAMESPACE,
        typed=text,
        edited=bool(typed),
        refusal=refusal,
        **heading.context(visit, here.cluster, "resources"),
    )
