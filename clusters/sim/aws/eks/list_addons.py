"""ListAddons: the managed ones."""

from __future__ import annotations

from clusters.sim.aws.eks import addon, cluster, listing
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:ListAddons", reads=True)
def list_addons(tx: Tx, caller: Caller, request: Doc) -> Doc:
    here = cluster.require(tx, caller, request["clusterName"])
    found = [
        key.name
        for key, doc in tx.list(addon.KIND, cluster.scope(here))
        if doc["_"]["managed"]
    ]
    return listing.page("addons", found, request)
