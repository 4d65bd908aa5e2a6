"""DescribeAccessEntry."""

from __future__ import annotations

from clusters.sim.aws.eks import access_entry, cluster
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:DescribeAccessEntry", reads=True)
def describe_access_entry(tx: Tx, caller: Caller, request: Doc) -> Doc:
    here = cluster.require(tx, caller, request["clusterName"])
    access_entry.require_mode(tx, here)
    key = access_entry.require(tx, here, request["principalArn"])
    return {"accessEntry": access_entry.shown(tx.need(key))}
