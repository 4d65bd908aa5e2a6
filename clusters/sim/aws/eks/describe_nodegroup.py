"""DescribeNodegroup."""

from __future__ import annotations

from clusters.sim.aws.eks import cluster, nodegroup
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:DescribeNodegroup", reads=True)
def describe_nodegroup(tx: Tx, caller: Caller, request: Doc) -> Doc:
    here = cluster.require(tx, caller, request["clusterName"])
    key = nodegroup.require(tx, here, request["nodegroupName"])
    return {"nodegroup": nodegroup.shown(tx.need(key))}
