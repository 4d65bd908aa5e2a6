"""A DaemonSet's ControllerRevisions: its template at each revision, for `rollout`."""

from __future__ import annotations

from typing import Any

from clusters.sim.kube import ownership, store
from clusters.sim.kube.hashes import template_hash
from clusters.sim.kube.kind import cluster_of
from clusters.sim.kube.workloads import owners
from clusters.sim.kube.workloads.making import MANAGER
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key

HASH = "controller-revision-hash"
KIND = "k8s.ControllerRevision"


def current(tx: Tx, key: Key) -> str:
    """The hash of the present template; its revision is made or moved to the top."""
    daemon_set = tx.need(key)
    template = {**daemon_set["spec"]["template"], "$patch": "replace"}
    data = {"spec": {"template": template}}
    known = owners.owned(tx, KIND, daemon_set)
    highest = max((doc["revision"] for _, doc in known), default=0)
    for at, doc in known:
        if doc["data"] == data:
            if doc["revision"] < highest:
                with store.update(tx, at, manager=MANAGER) as body:
                    body["revision"] = highest + 1
            hashed: str = doc["metadata"]["labels"][HASH]
            return hashed
    return _make(tx, key, daemon_set, data, highest + 1)


def _make(
    tx: Tx, key: Key, daemon_set: Document, data: dict[str, Any], number: int
) -> str:
    hashed = template_hash(daemon_set["spec"]["template"])
    labels = daemon_set["spec"]["template"].get("metadata", {}).get("labels") or {}
    body = {
        "apiVersion": "apps/v1",
        "kind": "ControllerRevision",
        "metadata": {
            "name": f"{key.name}-{hashed}",
            "namespace": daemon_set["metadata"]["namespace"],
            "labels": {**labels, HASH: hashed},
            "annotations": dict(daemon_set["metadata"].get("annotations") or {}),
            "ownerReferences": [ownership.reference(daemon_set)],
        },
        "data": data,
        "revision": number,
    }
    store.create(tx, cluster_of(key), body, manager=MANAGER)
    return hashed


def tidy(tx: Tx, key: Key, in_use: set[str]) -> None:
    """Delete the oldest revisions beyond the history limit that no Pod is of."""
    daemon_set = tx.need(key)
    limit = daemon_set["spec"].get("revisionHistoryLimit", 10)
    known = sorted(
        owners.owned(tx, KIND, daemon_set), key=lambda item: item[1]["revision"]
    )
    spare = [
        item for item in known[:-1] if item[1]["metadata"]["labels"][HASH] not in in_use
    ]
    for at, _ in spare[: max(0, len(known) - 1 - limit)]:
        store.delete(tx, at)
