"""DeleteNodegroup: drain, terminate, clean up."""

from __future__ import annotations

from clusters.sim.aws.eks import cluster, nodegroup
from clusters.sim.aws.eks.errors import ResourceInUseException
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:DeleteNodegroup")
def delete_nodegroup(tx: Tx, caller: Caller, request: Doc) -> Doc:
    here = cluster.require(tx, caller, request["clusterName"])
    key = nodegroup.require(tx, here, request["nodegroupName"])
    status = tx.need(key)["status"]
    if status == "UPDATING":
        text = f"Cannot delete because nodegroup {key.name} is currently updating"
        raise ResourceInUseException(
            text, clusterName=here.name, nodegroupName=key.name
        )
    if status != "DELETING":
        with tx.edit(key) as doc:
            doc["status"] = "DELETING"
            doc["_"]["phase"] = ""
        tx.tell(
            key,
            "eks",
            "DeleteNodegroup",
            f"The node group {key.name} is to be deleted, with its instances.",
            owner="both",
            by="you",
            next="aws",
        )
    return {"nodegroup": nodegroup.shown(tx.need(key))}
