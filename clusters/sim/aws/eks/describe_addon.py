"""DescribeAddon."""

from __future__ import annotations

from clusters.sim.aws.eks import addon, cluster
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:DescribeAddon", reads=True)
def describe_addon(tx: Tx, caller: Caller, request: Doc) -> Doc:
    here = cluster.require(tx, caller, request["clusterName"])
    return {
        "addon": addon.shown(tx.need(addon.require(tx, here, request["addonName"])))
    }
