"""The root CA publisher: every namespace has a ConfigMap with the cluster's CA."""

from __future__ import annotations

import base64
from collections.abc import Iterable

from clusters.sim.commands import Doc
from clusters.sim.kube import store
from clusters.sim.kube.kind import cluster_of, namespace_of
from clusters.sim.registry import controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Key, Reader

NAME = "kube-root-ca.crt"
NOTE = "kubernetes.io/description"
TOLD = (
    "Contains a CA bundle that can be used to verify the kube-apiserver when using "
    "internal endpoints such as the internal service IP or kubernetes.default.svc. "
    "No other usage is guaranteed across distributions of Kubernetes clusters."
)


def _its_namespace(_view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    if key.name == NAME:
        yield Key("k8s.Namespace", cluster_of(key), namespace_of(key))


@controller(
    "root-ca-cert-publisher",
    watches("k8s.Namespace"),
    watches("k8s.ConfigMap", _its_namespace),
    in_cluster=True,
)
def reconcile(tx: Tx, key: Key) -> None:
    doc = tx.find(key)
    if doc is None or "deletionTimestamp" in doc["metadata"]:
        return
    data = {"ca.crt": base64.b64decode(tx.site.ca).decode()}
    place = Key("k8s.ConfigMap", f"{key.scope}/{key.name}", NAME)
    found = tx.find(place)
    if found is None:
        meta = {"name": NAME, "namespace": key.name, "annotations": {NOTE: TOLD}}
        body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta, "data": data}
        store.create(tx, key.scope, body, manager="kube-controller-manager")
    elif found.get("data") != data:
        with store.update(tx, place, manager="kube-controller-manager") as body:
            body["data"] = data
