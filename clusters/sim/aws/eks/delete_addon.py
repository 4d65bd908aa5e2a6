"""DeleteAddon: with its objects, or (`preserve`) leaving them to the learner."""

from __future__ import annotations

from clusters.sim.aws.eks import addon, cluster
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:DeleteAddon")
def delete_addon(tx: Tx, caller: Caller, request: Doc) -> Doc:
    here = cluster.require(tx, caller, request["clusterName"])
    key = addon.require(tx, here, request["addonName"])
    with tx.edit(key) as doc:
        doc["status"] = "DELETING"
        doc["_"]["preserve"] = bool(request.get("preserve", False))
    kept = "its objects stay" if request.get("preserve") else "with its objects"
    text = f"The add-on {key.name} is to be deleted, {kept}."
    tx.tell(key, "eks", "DeleteAddon", text, owner="both", by="you", next="aws")
    return {"addon": addon.shown(tx.need(key))}
