"""DescribeCluster."""

from __future__ import annotations

from clusters.sim.aws.eks import cluster
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:DescribeCluster", reads=True)
def describe_cluster(tx: Tx, caller: Caller, request: Doc) -> Doc:
    key = cluster.require(tx, caller, request["name"])
    return {"cluster": cluster.shown(key, tx.need(key), tx.site)}
