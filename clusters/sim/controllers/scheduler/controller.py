"""One look at a Pod without a node: filter, score and bind, or say why not."""

from __future__ import annotations

from collections.abc import Iterable

from clusters.sim.commands import Doc
from clusters.sim.controllers.scheduler import deciding, messages
from clusters.sim.controllers.scheduler.filters import refused
from clusters.sim.controllers.scheduler.nodes import states
from clusters.sim.kube import version
from clusters.sim.kube.kind import cluster_of
from clusters.sim.kube.workloads import pods
from clusters.sim.registry import Again, Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader


def _is_due(pod: Doc) -> bool:
    name = pod["spec"].get("schedulerName", deciding.COMPONENT)
    gone = pods.node_of(pod) or pods.terminating(pod) or pods.finished(pod)
    return name == deciding.COMPONENT and not gone


def _of_pod(view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    """The Pod itself; when one leaves its node, those that wait for room."""
    there = view.find(key)
    if there is not None and not pods.node_of(there):
        return (key,) if _is_due(there) else ()
    if there is None or pods.finished(there):
        return _waiting(view, cluster_of(key))
    return ()


def _of_node(view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    return _waiting(view, key.scope)


def _waiting(view: Reader, cluster: str) -> Iterable[Key]:
    return [key for key, pod in pods.unbound(view, cluster) if _is_due(pod)]


@controller(
    "scheduler",
    watches("k8s.Pod", to=_of_pod),
    watches("k8s.Node", to=_of_node),
    in_cluster=True,
)
def reconcile(tx: Tx, key: Key) -> Wait:
    pod = tx.find(key)
    if pod is None or not _is_due(pod):
        return None
    if pod["spec"].get("schedulingGates"):
        deciding.say_gated(tx, key)
        return None
    left = pod.get("_", {}).get("schedule", {}).get("not_before", 0.0) - tx.now
    if left > 0:
        return Again(left)
    cluster = cluster_of(key)
    nodes, minor = states(tx, cluster), version.minor(tx, cluster)
    missing = _missing_claim(tx, key, pod)
    if missing:
        deciding.fail(tx, key, messages.prefiltered(len(nodes), missing), {}, "you")
        return None
    refusals: deciding.Refusals = {
        node.name: refused(pod, node, minor) for node in nodes
    }
    fitting = [node for node in nodes if not refusals[node.name][1]]
    if fitting:
        deciding.bind(tx, key, pod, fitting, refusals)
        return None
    deciding.give_up(tx, key, pod, nodes, refusals)
    return None


def _missing_claim(view: Reader, key: Key, pod: Document) -> str:
    """What keeps a Pod whose volume claims are not there from any node."""
    for volume in pod["spec"].get("volumes") or ():
        name = (volume.get("persistentVolumeClaim") or {}).get("claimName")
        if (
            name
            and view.find(Key("k8s.PersistentVolumeClaim", key.scope, name)) is None
        ):
            return f'persistentvolumeclaim "{name}" not found'
    return ""
