"""ListNodegroups."""

from __future__ import annotations

from clusters.sim.aws.eks import cluster, listing, nodegroup
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:ListNodegroups", reads=True)
def list_nodegroups(tx: Tx, caller: Caller, request: Doc) -> Doc:
    here = cluster.require(tx, caller, request["clusterName"])
    found = [key.name for key, _ in tx.list(nodegroup.KIND, cluster.scope(here))]
    return listing.page("nodegroups", found, request)
