"""Clusters: built phase by phase, changed, deleted phase by phase."""

from __future__ import annotations

from clusters.sim.aws.eks import addon, cluster
from clusters.sim.controllers.eks_cluster import building, failing, removing, updating
from clusters.sim.datacenter import api_server, etcd, lifecycle
from clusters.sim.datacenter.phases import CLUSTER_CREATE, CLUSTER_DELETE, Phase
from clusters.sim.errors import Refusal
from clusters.sim.registry import Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key


@controller(
    "eks-cluster",
    watches(cluster.KIND),
    watches(etcd.KIND, to=cluster.owning),
    watches(api_server.KIND, to=cluster.owning),
    watches(addon.KIND, to=addon.owning),
    provisioning=True,
)
def reconcile(tx: Tx, key: Key) -> Wait:
    doc = tx.find(key)
    status = doc["status"] if doc is not None else ""
    if doc is None or status in ("ACTIVE", "FAILED"):
        return None
    if status == "CREATING":
        return _build(tx, key, doc)
    if status == "UPDATING":
        return updating.step(tx, key, doc)
    return _remove(tx, key, doc)


def _build(tx: Tx, key: Key, doc: Document) -> Wait:
    phase = lifecycle.current(doc, CLUSTER_CREATE)
    if phase is None:
        phase = next(p for p in CLUSTER_CREATE if not lifecycle.ended(doc, p.name))
        return _begin(tx, key, phase)
    left = lifecycle.remaining(tx, doc)
    if left > 0:
        return left
    if not building.ready(tx, key, phase.name):
        return None
    trouble = _finish(tx, key, phase)
    if trouble is not None:
        failing.fail(tx, key, trouble)
        return None
    lifecycle.end(tx, key, phase)
    following = lifecycle.following(CLUSTER_CREATE, phase)
    if following is not None:
        return _begin(tx, key, following)
    building.activate(tx, key)
    return None


def _finish(tx: Tx, key: Key, phase: Phase) -> failing.Trouble | None:
    """Make what the phase is for; what another service said against it."""
    try:
        with tx.savepoint():
            building.finish(tx, key, phase.name)
    except Refusal as refusal:
        return failing.refused(key, refusal)
    return None


def _begin(tx: Tx, key: Key, phase: Phase) -> Wait:
    trouble = failing.trouble(tx, key)
    if trouble is None:
        lifecycle.begin(tx, key, phase)
        trouble = building.start(tx, key, phase.name)
    if trouble is not None:
        failing.fail(tx, key, trouble)
        return None
    # A phase without a time of its own ends when its members wake this key.
    return lifecycle.remaining(tx, tx.need(key)) or None


def _remove(tx: Tx, key: Key, doc: Document) -> Wait:
    phase = lifecycle.current(doc, CLUSTER_DELETE)
    if phase is None:
        lifecycle.begin(tx, key, CLUSTER_DELETE[0])
        removing.start(tx, key, CLUSTER_DELETE[0].name)
        return lifecycle.remaining(tx, tx.need(key))
    left = lifecycle.remaining(tx, doc)
    if left > 0:
        return left
    removing.finish(tx, key, phase.name)
    lifecycle.end(tx, key, phase)
    following = lifecycle.following(CLUSTER_DELETE, phase)
    if following is None:
        removing.forget(tx, key)
        return None
    lifecycle.begin(tx, key, following)
    removing.start(tx, key, following.name)
    return lifecycle.remaining(tx, tx.need(key))
