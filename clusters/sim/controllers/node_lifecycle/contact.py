"""Whether the control plane hears of a kubelet: it runs, and its calls arrive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clusters.sim.commands import Doc
from clusters.sim.kube.workloads import machines
from clusters.sim.network import reachability
from clusters.sim.world import Document, Key, Reader


def is_heard(view: Reader, key: Key, node: Document) -> bool:
    """Whether the node's lease is being renewed now."""
    cluster = machines.cluster_key(view, key.scope)
    instance = machines.instance_key(view, key.scope, node)
    if cluster is None or instance is None or view.find(instance) is None:
        return False
    return reachability.node_to_api(view, cluster, instance).ok


def of_instance(view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    return [node for node, _ in machines.nodes_of(view, key.name)]


def of_region(view: Reader, key: Key, _doc: Doc) -> Iterator[Key]:
    """A route, a rule or a gateway changed: any node of the region may be meant."""
    for _, cluster in view.list("eks.Cluster", key.scope):
        yield from (node for node, _ in view.list("k8s.Node", cluster["_"]["id"]))


def of_interface(view: Reader, _key: Key, doc: Doc) -> Iterator[Key]:
    """A cross-account interface: nodes that use the private endpoint may be meant."""
    cluster = doc.get("_", {}).get("cluster")
    if cluster:
        yield from (node for node, _ in view.list("k8s.Node", cluster))


def of_cluster(view: Reader, _key: Key, doc: Doc) -> Iterator[Key]:
    yield from (node for node, _ in view.list("k8s.Node", doc["_"]["id"]))
