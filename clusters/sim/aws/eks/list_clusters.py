"""ListClusters."""

from __future__ import annotations

from clusters.sim.aws.eks import cluster, listing
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:ListClusters", reads=True)
def list_clusters(tx: Tx, caller: Caller, request: Doc) -> Doc:
    found = [key.name for key, _ in tx.list(cluster.KIND, caller.region)]
    return listing.page("clusters", found, request)
