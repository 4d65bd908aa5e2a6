"""Deleting an object: what goes, what comes back and what stays; asked once."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from clusters.console import heading
from clusters.console.access import Visit, for_request
from clusters.console.drawing import page, say
from clusters.console.kubernetes import dependents, kube, manifests, undo
from clusters.console.kubernetes.manifests import Unreadable
from clusters.console.kubernetes.objects import Address, address, found, rights
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.kube.ownership import controller_of
from clusters.sim.kube.wire import wire
from clusters.sim.world import Key

WAYS = {
    "Background": "It goes at once; the garbage collector takes what it owns afterwards.",
    "Foreground": "What it owns goes first; it stays, marked, until that is done.",
    "Orphan": "It goes alone; what it owned stays and has no owner any more.",
}
NOT_AGAIN = ("Secret", "Namespace", "Node", "Event", "Lease")
"""Kinds of which a manifest does not bring back what was there, or must not be kept."""
GIVEN = (
    "uid",
    "resourceVersion",
    "creationTimestamp",
    "generation",
    "ownerReferences",
    "finalizers",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
)
ALLOCATED = ("clusterIP", "clusterIPs", "healthCheckNodePort", "nodeName")


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, sandbox: str, name: str, **at: str) -> HttpResponse:
    write = request.method == "POST"
    visit = for_request(request, sandbox, write=write)
    here = address(name, at)
    if not write:
        return _page(visit, here)
    way = request.POST.get("propagation", "Background")
    try:
        target, who = rights(visit, here)
        before = visit.world.find(target)
        options = {"propagationPolicy": way}
        call = manifests.call(who, here.kind, target, "delete", body=options)
        answer = visit.execute(call)
    except Unreadable as error:
        return _page(visit, here, refusal={"code": "error", "message": str(error)})
    except Refusal as refused:
        refusal = {"code": refused.code, "message": refused.message}
        return _page(visit, here, refusal=refusal)
    say(request, "ok", _told(here, answer))
    undo.forget(visit)
    if (
        before is not None
        and here.kind.kind not in NOT_AGAIN
        and not controller_of(before)
    ):
        manifest = manifests.yaml_of(_again(wire(visit.world, target, before)))
        undo.keep(visit, name, f"{here.kind.kind} {here.name}", manifest)
    back = reverse("resources", args=[sandbox, name])
    inside = f"&namespace={here.namespace}" if here.namespace else ""
    return redirect(f"{back}?resource={here.kind.resource}{inside}")


def _told(here: Address, answer: Any) -> str:
    """What came of it, as kubectl says it, and what it still waits for."""
    said = f'{here.kind.singular_name} "{here.name}" deleted'
    meta = answer.get("metadata") or {}
    if "deletionTimestamp" not in meta:
        return said
    waits = ", ".join(meta.get("finalizers") or ()) or (
        f"a grace period of {meta.get('deletionGracePeriodSeconds', 0)} s"
    )
    return f"{said}: it stays, marked, until this is over: {waits}"


def _again(body: Doc) -> dict[str, Any]:
    """A manifest that makes the object anew: without what the server gave it."""
    meta = {k: v for k, v in body["metadata"].items() if k not in GIVEN}
    notes = {
        name: value
        for name, value in (meta.pop("annotations", None) or {}).items()
        if not name.startswith("deployment.kubernetes.io/")
    }
    out = {k: v for k, v in body.items() if k != "status"}
    if isinstance(out.get("spec"), dict):
        out["spec"] = {k: v for k, v in out["spec"].items() if k not in ALLOCATED}
    return {**out, "metadata": {**meta, **({"annotations": notes} if notes else {})}}


def _page(
    visit: Visit, here: Address, refusal: dict[str, str] | None = None
) -> HttpResponse:
    cluster_key, doc = visit.cluster(here.cluster)
    there = found(visit.world, doc["_"]["id"], here)
    if there is None and not refusal:
        raise Http404
    obstacle = kube.obstacle(visit.world, cluster_key, here.request("get"))
    return page(
        visit,
        "console/delete_object.html",
        [heading.spec(here.cluster)],
        here="clusters",
        crumbs=heading.crumbs(visit, here.cluster, f"Delete {here.name}"),
        refusal=refusal,
        item=here.name,
        kind=here.kind,
        namespace=here.namespace,
        place=here.args,
        mine=visit.mine,
        there=there is not None,
        view_obstacle=obstacle,
        view_next=kube.next_step(obstacle),
        what=_what(visit, there) if there and not obstacle else None,
        ways=[{"name": name, "text": text} for name, text in WAYS.items()],
        **heading.context(visit, here.cluster, "resources"),
    )


def _what(visit: Visit, there: tuple[Key, Doc]) -> dict[str, Any]:
    return dependents.consequences(visit.world, *there)
