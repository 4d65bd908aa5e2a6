"""The page about one object: its views, each an address, and their live parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse

from clusters.console import heading
from clusters.console.access import Visit
from clusters.console.drawing import page
from clusters.console.kubernetes import (
    describe,
    editing,
    highlight,
    kube,
    manifests,
    whose,
)
from clusters.console.kubernetes.describe.config import revealed
from clusters.console.kubernetes.objects import Address, found
from clusters.console.kubernetes.pod_logs import names, read
from clusters.console.kubernetes.rollout import told
from clusters.console.summary import pod_tone
from clusters.console.typed import is_number
from clusters.live import panels
from clusters.live.links import NO_NAMESPACE
from clusters.live.panels import Context, Spec, panel
from clusters.sim.commands import Doc
from clusters.sim.kube import rbac
from clusters.sim.kube.ages import parsed
from clusters.sim.kube.kind import kinds
from clusters.sim.kube.kinds.node import status_text as node_status
from clusters.sim.kube.pods.cells import status_text
from clusters.sim.kube.wire import wire
from clusters.sim.world import Key, World

VIEWS = {
    "describe": "Describe",
    "yaml": "YAML",
    "edit": "Edit",
    "logs": "Logs",
    "events": "Events",
}
GONE = "This cluster is gone."
ROLLED = ("Deployment", "DaemonSet")


def _watched(args: Mapping[str, str]) -> tuple[str, ...]:
    kind = kinds.get(args.get("resource", ""))
    return (kind.document if kind else "", "eks.Cluster", "dc.ApiServer")


def _watched_near(args: Mapping[str, str]) -> tuple[str, ...]:
    """A description also shows what the object owns or is used by."""
    near = ("k8s.Event", "k8s.Pod", "k8s.ReplicaSet", "k8s.EndpointSlice")
    access = ("k8s.RoleBinding", "k8s.ClusterRoleBinding")
    kind = kinds.get(args.get("resource", ""))
    bound = kind is not None and ("role" in kind.plural or "account" in kind.plural)
    return (*_watched(args), *near, *(access if bound else ()))


class Looked:
    """What a panel finds at its address: the object, or why it cannot be shown."""

    def __init__(
        self, world: World, cluster: str, resource: str, namespace: str, name: str
    ) -> None:
        self.there: tuple[Key, Doc] | None = None
        here, kind = heading.find(world, cluster), kinds.get(resource)
        if here is None or kind is None:
            self.obstacle = GONE
            return
        place = "" if namespace == NO_NAMESPACE else namespace
        at = Address(cluster, kind, place, name)
        self.obstacle = kube.obstacle(world, here[0], at.request("get"))
        if not self.obstacle:
            self.there = found(world, here[1]["_"]["id"], at)
            if self.there is None:
                self.obstacle = (
                    f'Error from server (NotFound): {kind.resource} "{name}" not found. '
                    "It was deleted."
                )


@panel("console/object.html#object-head", watches=_watched)
def object_head(
    world: World, cluster: str, resource: str, namespace: str, name: str
) -> Context:
    """Whether it is there, whose it is, and how far its rollout is."""
    looked = Looked(world, cluster, resource, namespace, name)
    if looked.there is None:
        return {"head": {"tone": "off", "text": "Cannot be shown", "owner": None}}
    key, doc = looked.there
    meta = wire(world, key, doc)["metadata"]
    head: dict[str, Any] = {
        "tone": "ok",
        "text": "There",
        "owner": whose.of(world, key, doc),
        "born": parsed(meta["creationTimestamp"]) if "creationTimestamp" in meta else 0,
    }
    if "deletionTimestamp" in meta:
        head |= {"tone": "busy", "text": "Being deleted"}
    else:
        head |= _state(key, doc)
    return {"head": head}


def _state(key: Key, doc: Doc) -> dict[str, str]:
    """How it is, where its kind has a word for that."""
    if doc["kind"] in ROLLED:
        return dict(told(key.name, doc)._asdict())
    if doc["kind"] == "Pod":
        word = status_text(doc)
        return {"tone": pod_tone(word), "text": word}
    if doc["kind"] == "Node":
        word = node_status(doc)
        return {"tone": "ok" if word == "Ready" else "warn", "text": word}
    return {}


@panel("console/object.html#object-state", watches=_watched_near)
def object_state(
    world: World, cluster: str, resource: str, namespace: str, name: str
) -> Context:
    looked = Looked(world, cluster, resource, namespace, name)
    context: Context = {
        "obstacle": looked.obstacle,
        "obstacle_next": kube.next_step(looked.obstacle),
        "object_cluster": cluster,
        "sections": [],
        "about": [],
    }
    if looked.there is None:
        return context
    key, doc = looked.there
    body = wire(world, key, doc)
    return {
        **context,
        "sections": describe.sections(world, key, manifests.unquoted(body)),
        "about": kube.events_of(world, key, body["metadata"].get("uid", "")),
    }


@panel("console/object.html#object-yaml", watches=_watched)
def object_yaml(  # noqa: PLR0913, PLR0917 an address and a line
    world: World,
    cluster: str,
    resource: str,
    namespace: str,
    name: str,
    line: str = "1",
) -> Context:
    looked = Looked(world, cluster, resource, namespace, name)
    shown = None
    if looked.there is not None:
        key, doc = looked.there
        text = manifests.text_of(world, key, manifests.masked(doc))
        shown = highlight.page(text, int(line) if is_number(line) else 1)
    return {
        "yaml": shown,
        "yaml_obstacle": looked.obstacle,
        "yaml_next": kube.next_step(looked.obstacle),
        "yaml_hidden": resource == "secrets",
    }


@panel("console/object.html#object-events", watches=_watched_near)
def object_events(
    world: World, cluster: str, resource: str, namespace: str, name: str
) -> Context:
    looked = Looked(world, cluster, resource, namespace, name)
    told_of: list[dict[str, Any]] = []
    if looked.there is not None:
        key, doc = looked.there
        uid = wire(world, key, doc)["metadata"].get("uid", "")
        told_of = kube.events_of(world, key, uid)
    return {
        "told": told_of,
        "told_obstacle": looked.obstacle,
        "told_next": kube.next_step(looked.obstacle),
    }


def draw(
    visit: Visit,
    here: Address,
    view: str = "describe",
    *,
    refusal: dict[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """The whole page in one view. Raises Http404 where there is no such object."""
    cluster_key, doc = visit.cluster(here.cluster)
    there = found(visit.world, doc["_"]["id"], here)
    if there is None and not refusal:
        raise Http404
    if view not in VIEWS or (view == "logs" and here.kind.kind != "Pod"):
        view = "describe"
    obstacle = kube.obstacle(visit.world, cluster_key, here.request("get"))
    context: dict[str, Any] = {
        "view": view,
        "views": _views(visit, here, view),
        "item": here.name,
        "kind": here.kind,
        "namespace": here.namespace,
        "place": here.args,
        "mine": visit.mine,
        "view_obstacle": obstacle,
        "view_next": kube.next_step(obstacle),
        "typed": "",
        "seen": "",
    }
    if there is not None and not obstacle:
        context |= _of_view(visit, cluster_key, here, there, view)
    return page(
        visit,
        "console/object.html",
        [heading.spec(here.cluster), *_panels(visit, here, view)],
        here="clusters",
        crumbs=heading.crumbs(visit, here.cluster, here.name),
        refusal=refusal,
        **{**context, **more},
        **heading.context(visit, here.cluster, "resources"),
    )


def _views(visit: Visit, here: Address, current: str) -> list[dict[str, Any]]:
    path = here.path(visit.place.id)
    return [
        {"text": title, "href": f"{path}?view={name}", "current": name == current}
        for name, title in VIEWS.items()
        if name != "logs" or here.kind.kind == "Pod"
    ]


def _panels(visit: Visit, here: Address, view: str) -> list[Spec]:
    """The live parts of a view. What is being typed or followed is not live."""
    shown = [panels.spec("object-head", here.args)]
    line = visit.request.GET.get("line", "")
    if view == "yaml":
        first = {"line": line} if is_number(line) else {}
        shown.append(panels.spec("object-yaml", {**here.args, **first}))
    elif view == "events":
        shown.append(panels.spec("object-events", here.args))
    elif view == "describe":
        shown.append(panels.spec("object-state", here.args))
    return shown


def _of_view(
    visit: Visit, cluster: Key, here: Address, there: tuple[Key, Doc], view: str
) -> dict[str, Any]:
    """What a view shows besides its live parts."""
    key, doc = there
    if view == "edit":
        hidden = here.kind.kind == "Secret" and not visit.mine
        shown = manifests.masked(doc) if hidden else doc
        keeps = here.kind.keeps_status or not here.kind.has_status
        draft = editing.draft(visit.world, key, shown, status=keeps)
        return {"typed": draft.text, "seen": draft.seen}
    if view == "logs":
        return _logs(visit, cluster, here, key, doc)
    if view != "describe":
        return {}
    asked = bool(visit.request.GET.get("reveal"))
    return {
        "scales": "scale" in here.kind.subresources,
        "restarts": here.kind.kind in ROLLED,
        "replicas": doc.get("spec", {}).get("replicas", 1) if doc.get("spec") else 0,
        "hides": here.kind.kind == "Secret" and bool(doc.get("data")),
        "revealed": list(revealed(doc)) if asked and visit.mine else [],
    }


def _logs(
    visit: Visit, cluster: Key, here: Address, key: Key, pod: Doc
) -> dict[str, Any]:
    asked, every = visit.request.GET, names(pod)
    container = asked.get("container", "")
    container = container if container in every else every[0]
    why = kube.obstacle(visit.world, cluster, _log_request(here))
    text, previous = asked.get("q", "")[:200], bool(asked.get("previous"))
    empty = {"lines": (), "why": why, "next": kube.next_step(why), "earlier": 0}
    log = (
        empty
        if why
        else read(
            visit.world,
            cluster,
            key,
            pod,
            container=container,
            previous=previous,
            text=text,
        )
    )
    return {
        "containers": every,
        "container": container,
        "previous": previous,
        "log_text": text,
        "follow": bool(asked.get("follow")),
        "log": log,
    }


def _log_request(here: Address) -> rbac.Request:
    return here.request("get", "log")
