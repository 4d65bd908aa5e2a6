"""ListAccessEntries: principal ARNs, or those that hold one policy."""

from __future__ import annotations

from clusters.sim.aws.eks import access_entry, cluster, listing
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:ListAccessEntries", reads=True)
def list_access_entries(tx: Tx, caller: Caller, request: Doc) -> Doc:
    here = cluster.require(tx, caller, request["clusterName"])
    access_entry.require_mode(tx, here)
    wanted = request.get("associatedPolicyArn")
    found = [
        key.name
        for key, doc in tx.list(access_entry.KIND, cluster.scope(here))
        if not wanted or any(p["policyArn"] == wanted for p in doc["_"]["policies"])
    ]
    return listing.page("accessEntries", found, request)
