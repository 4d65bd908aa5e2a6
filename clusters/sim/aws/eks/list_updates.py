"""ListUpdates: newest first."""

from __future__ import annotations

from clusters.sim.aws.eks import cluster, listing, nodegroup, update
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:ListUpdates", reads=True)
def list_updates(tx: Tx, caller: Caller, request: Doc) -> Doc:
    here = cluster.require(tx, caller, request["name"])
    group = request.get("nodegroupName", "")
    if group:
        nodegroup.require(tx, here, group)
    return listing.page("updateIds", update.of(tx, here, group), request)
