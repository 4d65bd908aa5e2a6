"""DescribeUpdate."""

from __future__ import annotations

from clusters.sim.aws.eks import cluster, nodegroup, update
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:DescribeUpdate", reads=True)
def describe_update(tx: Tx, caller: Caller, request: Doc) -> Doc:
    here = cluster.require(tx, caller, request["name"])
    if request.get("nodegroupName"):
        nodegroup.require(tx, here, request["nodegroupName"])
    return {"update": update.shown(tx.need(update.require(tx, here, request)))}
