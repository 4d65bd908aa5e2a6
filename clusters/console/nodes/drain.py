"""Cordon, uncordon and drain: kubectl's own calls, made by the console."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404

from clusters.console.access import Visit
from clusters.console.kubernetes import kube, manifests
from clusters.console.kubernetes.manifests import MERGE, Unreadable
from clusters.live.words import counted
from clusters.sim.commands import Doc, User
from clusters.sim.errors import Refusal
from clusters.sim.kube.kind import kinds, namespace_of
from clusters.sim.kube.workloads import pods
from clusters.sim.world import Document, Key, World


def act(visit: Visit, cluster: str, node: str, what: str) -> str:
    """Do it, and answer what was done. Raises Refusal, Unreadable and Http404."""
    cluster_key, doc = visit.cluster(cluster)
    key = kinds["nodes"].key(doc["_"]["id"], "", node)
    who = kube.user(visit.world, cluster_key)
    if who is None:
        raise Unreadable(kube.NO_ACCESS)
    if what not in ("cordon", "uncordon", "drain"):
        raise Http404
    _mark(visit, who, key, unschedulable=what != "uncordon")
    if what != "drain":
        return f"node/{node} {what}ed"
    gone = leaving(visit.world, key)
    for pod, body in gone:
        _evict(visit, who, pod, body)
    left = counted(len(gone), "Pod")
    return f"node/{node} cordoned; {left} evicted. Pods of DaemonSets stay."


def leaving(world: World, node: Key) -> list[tuple[Key, Document]]:
    """The Pods that a drain evicts: all but those of DaemonSets."""
    here = pods.on_node(world, node.scope, node.name)
    return [(k, d) for k, d in here if not pods.finished(d) and not _stays(d)]


def _stays(pod: Doc) -> bool:
    references = pod["metadata"].get("ownerReferences") or ()
    return any(owner["kind"] == "DaemonSet" for owner in references)


def _mark(visit: Visit, who: User, node: Key, *, unschedulable: bool) -> None:
    body = {"spec": {"unschedulable": unschedulable or None}}
    kind = kinds["nodes"]
    visit.execute(manifests.call(who, kind, node, "patch", body=body, patch_type=MERGE))


def _evict(visit: Visit, who: User, pod: Key, doc: Doc) -> None:
    """One eviction; a Pod that went by itself meanwhile needs none."""
    meta = {"name": doc["metadata"]["name"], "namespace": namespace_of(pod)}
    body = {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": meta}
    call = manifests.call(who, kinds["pods"], pod, "create", body=body)
    try:
        visit.execute(
            replace(call, name=doc["metadata"]["name"], subresource="eviction")
        )
    except Refusal as refusal:
        if refusal.code != "NotFound":
            raise
