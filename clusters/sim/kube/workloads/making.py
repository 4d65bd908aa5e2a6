"""Pods made from a template, for whoever manages them."""

from __future__ import annotations

from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.kube import store
from clusters.sim.kube.kind import cluster_of
from clusters.sim.kube.ownership import reference
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key

MANAGER = "kube-controller-manager"


def make_pod(
    tx: Tx, key: Key, owner: Doc, *, labels: Doc | None = None, spec: Doc | None = None
) -> Document:
    """A new Pod of the owner's template; `labels` and `spec` are added to it.

    Raises the API's refusal.
    """
    template = owner["spec"]["template"]
    meta = template.get("metadata") or {}
    body: dict[str, Any] = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "generateName": f"{key.name}-",
            "namespace": owner["metadata"]["namespace"],
            "labels": {**(meta.get("labels") or {}), **(labels or {})},
            "ownerReferences": [reference(owner)],
        },
        "spec": {**template["spec"], **(spec or {})},
    }
    for name in ("annotations", "finalizers"):
        if meta.get(name):
            body["metadata"][name] = meta[name]
    return store.create(tx, cluster_of(key), body, manager=MANAGER)
