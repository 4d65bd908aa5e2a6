"""Updates of a cluster's configuration: made when their time has come."""

from __future__ import annotations

from clusters.sim.aws.eks import access_entry, cluster, update
from clusters.sim.registry import Wait
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key


def step(tx: Tx, key: Key, doc: Document) -> Wait:
    """Wait for the running update's time, then make its change."""
    running = update.key(key, doc["_"]["update"])
    body = tx.need(running)
    left = round(float(body["_"]["until"]) - tx.now, 3)
    if left > 0:
        return left
    with tx.edit(key) as changed:
        changed.update(body["_"]["change"])
    if body["type"] == "AccessConfigUpdate":
        _move_mappings(tx, key)
    update.finish(tx, key, running)
    return None


def _move_mappings(tx: Tx, key: Key) -> None:
    """What EKS itself had mapped gets access entries; hand-written lines do not."""
    doc = tx.need(key)
    if doc["accessConfig"]["authenticationMode"] not in cluster.API_MODES:
        return
    for _, group in tx.list("eks.Nodegroup", cluster.scope(key)):
        access_entry.admit_node_role(tx, key, group["nodeRole"])
    if doc["_"].get("hidden_admin"):
        access_entry.admit_admin(tx, key, doc["_"]["creator"])
