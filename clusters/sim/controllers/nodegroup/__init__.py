"""Managed node groups: made, watched over, changed, deleted."""

from __future__ import annotations

from collections.abc import Iterable

from clusters.sim.aws.autoscaling import activity
from clusters.sim.aws.autoscaling import group as scaling
from clusters.sim.aws.eks import nodegroup
from clusters.sim.commands import Doc
from clusters.sim.controllers.nodegroup import (
    building,
    health,
    joining,
    removing,
    updating,
)
from clusters.sim.datacenter import lifecycle
from clusters.sim.datacenter.phases import NODEGROUP_CREATE, NODEGROUP_DELETE, Phase
from clusters.sim.errors import Refusal
from clusters.sim.registry import Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader, index

RETRY = 5.0
"""So soon a phase is tried again that the cluster's API kept from ending."""
LABEL = "eks.amazonaws.com/nodegroup"


def _scaling_name(key: Key, doc: Doc) -> Iterable[str]:
    return (nodegroup.scaling_group(key, doc).name,)


index(nodegroup.KIND, "scaling", _scaling_name)


def _of_scaling_group(view: Reader, key: Key, _doc: Doc) -> Iterable[Key]:
    name = key.scope.rpartition("/")[2] if key.kind == activity.KIND else key.name
    return [found for found, _ in view.by(nodegroup.KIND, "scaling", name)]


def _of_node(view: Reader, key: Key, doc: Doc) -> Iterable[Key]:
    name = (doc["metadata"].get("labels") or {}).get(LABEL)
    for found, _ in view.by("eks.Cluster", "id", key.scope) if name else ():
        group = nodegroup.key(found, str(name))
        if view.find(group) is not None:
            yield group


def _of_instance(view: Reader, _key: Key, doc: Doc) -> Iterable[Key]:
    name = doc["_"].get("group", "")
    return (
        [found for found, _ in view.by(nodegroup.KIND, "scaling", name)] if name else ()
    )


@controller(
    "nodegroup",
    watches(nodegroup.KIND),
    watches(scaling.KIND, to=_of_scaling_group),
    watches(activity.KIND, to=_of_scaling_group),
    watches("ec2.Instance", to=_of_instance),
    watches("k8s.Node", to=_of_node),
    provisioning=True,
)
def reconcile(tx: Tx, key: Key) -> Wait:
    doc = tx.find(key)
    if doc is None:
        return None
    if doc["status"] == "CREATING":
        return _build(tx, key, doc)
    if doc["status"] == "DELETING":
        return _remove(tx, key, doc)
    if doc["status"] == "UPDATING":
        return updating.step(tx, key, doc)
    if doc["status"] in ("ACTIVE", "DEGRADED"):
        health.check(tx, key)
    return None


def _build(tx: Tx, key: Key, doc: Document) -> Wait:
    phase = lifecycle.current(doc, NODEGROUP_CREATE)
    if phase is None:
        return _begin(tx, key, NODEGROUP_CREATE[0])
    if phase.name == "nodes-join":
        if not joining.complete(tx, key):
            return joining.wait(tx, key)
    else:
        left = lifecycle.remaining(tx, doc)
        if left > 0 or not building.ready(tx, key, phase.name):
            return left or RETRY
        trouble = health.missing(tx, key) or _finish(tx, key, phase)
        if trouble is not None:
            health.fail(tx, key, [trouble])
            return None
    lifecycle.end(tx, key, phase)
    following = lifecycle.following(NODEGROUP_CREATE, phase)
    if following is not None:
        return _begin(tx, key, following)
    building.activate(tx, key)
    return None


def _finish(tx: Tx, key: Key, phase: Phase) -> health.Issue | None:
    """Make what the phase is for; what another service said against it."""
    try:
        with tx.savepoint():
            building.finish(tx, key, phase.name)
    except Refusal as refusal:
        return health.refused(key, refusal)
    return None


def _begin(tx: Tx, key: Key, phase: Phase) -> Wait:
    trouble = health.missing(tx, key)
    if trouble is not None:
        health.fail(tx, key, [trouble])
        return None
    lifecycle.begin(tx, key, phase)
    if phase.name == "nodes-join":
        joining.begin(tx, key)
        return RETRY if joining.complete(tx, key) else joining.wait(tx, key)
    return lifecycle.remaining(tx, tx.need(key))


def _remove(tx: Tx, key: Key, doc: Document) -> Wait:
    phase = lifecycle.current(doc, NODEGROUP_DELETE)
    if phase is None:
        phase = NODEGROUP_DELETE[0]
        lifecycle.begin(tx, key, phase)
        removing.start(tx, key, phase.name)
        return lifecycle.remaining(tx, tx.need(key))
    left = lifecycle.remaining(tx, doc)
    if left > 0:
        return left
    if not removing.ready(tx, key, phase.name):
        return None
    removing.finish(tx, key, phase.name)
    lifecycle.end(tx, key, phase)
    following = lifecycle.following(NODEGROUP_DELETE, phase)
    if following is None:
        removing.forget(tx, key)
        return None
    lifecycle.begin(tx, key, following)
    removing.start(tx, key, following.name)
    return lifecycle.remaining(tx, tx.need(key)) or RETRY
