"""DeleteAccessEntry."""

from __future__ import annotations

from clusters.sim.aws.eks import access_entry, cluster
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:DeleteAccessEntry")
def delete_access_entry(tx: Tx, caller: Caller, request: Doc) -> Doc:
    here = cluster.require(tx, caller, request["clusterName"])
    access_entry.require_mode(tx, here)
    key = access_entry.require(tx, here, request["principalArn"])
    tx.remove(key)
    text = f"{key.name} has no access entry in {here.name} any more."
    tx.tell(key, "eks", "DeleteAccessEntry", text, owner="you", by="you")
    return {}
