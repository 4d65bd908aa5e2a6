"""Waiting for a node group's nodes: all Ready, or given up after its time."""

from __future__ import annotations

from clusters.sim.aws.eks import nodegroup
from clusters.sim.catalog.timings import eks
from clusters.sim.controllers.nodegroup import health
from clusters.sim.kube.workloads import conditions
from clusters.sim.registry import Wait
from clusters.sim.tx import Tx
from clusters.sim.world import Key


def begin(tx: Tx, key: Key) -> None:
    with tx.edit(key) as doc:
        doc["_"]["deadline"] = round(tx.now + eks.NODES_GIVE_UP.draw(tx.rng), 3)


def complete(tx: Tx, key: Key) -> bool:
    """Whether as many nodes are Ready as are wanted."""
    doc = tx.need(key)
    ready = [
        node
        for _, node in nodegroup.nodes(tx, key, doc)
        if conditions.is_true(node.get("status", {}), "Ready")
    ]
    return len(ready) >= int(doc["scalingConfig"]["desiredSize"])


def wait(tx: Tx, key: Key) -> Wait:
    """Until the deadline; past it the group has failed. Troubles show meanwhile."""
    health.show(tx, key, health.issues(tx, key))
    left = round(float(tx.need(key)["_"]["deadline"]) - tx.now, 3)
    if left > 0:
        return left
    found = health.issues(tx, key) or [health.never_joined(tx, key)]
    health.fail(tx, key, found)
    return None
