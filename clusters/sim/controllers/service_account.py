"""The ServiceAccount controller: every namespace has an account `default`."""

from __future__ import annotations

from collections.abc import Iterable

from clusters.sim.commands import Doc
from clusters.sim.kube import store
from clusters.sim.kube.kind import cluster_of, namespace_of
from clusters.sim.registry import controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Key, Reader

NAME = "default"


def _its_namespace(_view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    if key.name == NAME:
        yield Key("k8s.Namespace", cluster_of(key), namespace_of(key))


@controller(
    "service-account",
    watches("k8s.Namespace"),
    watches("k8s.ServiceAccount", _its_namespace),
    in_cluster=True,
)
def reconcile(tx: Tx, key: Key) -> None:
    doc = tx.find(key)
    if doc is None or "deletionTimestamp" in doc["metadata"]:
        return
    if tx.find(Key("k8s.ServiceAccount", f"{key.scope}/{key.name}", NAME)) is not None:
        return
    meta = {"name": NAME, "namespace": key.name}
    body = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": meta}
    store.create(tx, key.scope, body, manager="kube-controller-manager")
