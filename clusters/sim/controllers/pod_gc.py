"""Pod garbage collection: Pods of nodes that no longer exist."""

from __future__ import annotations

from collections.abc import Iterable

from clusters.sim.catalog.timings import kube as timings
from clusters.sim.commands import Doc
from clusters.sim.kube import store
from clusters.sim.kube.kind import cluster_of
from clusters.sim.kube.workloads import conditions, pods
from clusters.sim.registry import Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Key, Reader


def _of_node(view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    if view.find(key) is not None:
        return ()
    return [found for found, _ in pods.on_node(view, key.scope, key.name)]


def _of_pod(view: Reader, key: Key, doc: Doc) -> Iterable[Key]:
    name = pods.node_of(doc)
    if name and view.find(Key("k8s.Node", cluster_of(key), name)) is None:
        yield key


@controller(
    "pod-gc",
    watches("k8s.Node", to=_of_node),
    watches("k8s.Pod", to=_of_pod),
    in_cluster=True,
)
def reconcile(tx: Tx, key: Key) -> Wait:
    pod = tx.find(key)
    if pod is None:
        return None
    if tx.find(Key("k8s.Node", cluster_of(key), pods.node_of(pod))) is not None:
        return None
    since = pod["_"].get("stranded")
    if since is None:
        with tx.edit(key) as body:
            body["_"]["stranded"] = tx.now
        return timings.POD_GC_QUARANTINE.seconds
    left = since + timings.POD_GC_QUARANTINE.seconds - tx.now
    if left > 0:
        return float(left)
    _give_up(tx, key)
    return None


def _give_up(tx: Tx, key: Key) -> None:
    new = {
        "type": "DisruptionTarget",
        "status": "True",
        "reason": "DeletionByPodGC",
        "message": "PodGC: node no longer exists",
    }
    with tx.edit(key) as body:
        conditions.put(body["status"], new, tx.stamp)
        if not pods.finished(body):
            body["status"]["phase"] = "Failed"
    store.delete(tx, key, grace=0)
