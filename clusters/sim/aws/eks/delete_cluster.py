"""DeleteCluster: refused while it has node groups, else on its way at once."""

from __future__ import annotations

from clusters.sim.aws.eks import cluster
from clusters.sim.aws.eks.errors import InvalidRequestException, ResourceInUseException
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:DeleteCluster")
def delete_cluster(tx: Tx, caller: Caller, request: Doc) -> Doc:
    key = cluster.require(tx, caller, request["name"])
    doc = tx.need(key)
    if doc["deletionProtection"]:
        text = "Cannot delete cluster, deletion protection is enabled"
        raise InvalidRequestException(text, clusterName=key.name)
    if tx.list("eks.Nodegroup", cluster.scope(key)):
        text = "Cluster has nodegroups attached"
        raise ResourceInUseException(text, clusterName=key.name)
    if doc["status"] == "CREATING":
        text = f"Cannot delete because cluster {key.name} currently has an update in progress"
        raise ResourceInUseException(text, clusterName=key.name)
    running = doc["_"].get("update")
    if running:
        text = (
            f"Cannot delete because cluster {key.name} currently has "
            f"update {running} in progress"
        )
        raise ResourceInUseException(text, clusterName=key.name)
    if doc["status"] != "DELETING":
        with tx.edit(key) as body:
            body["status"] = "DELETING"
            body["_"]["phase"] = ""
        tx.tell(
            key,
            "eks",
            "DeleteCluster",
            f"The cluster {key.name} is to be deleted, with everything in it.",
            owner="both",
            by="you",
            next="aws",
        )
    return {"cluster": cluster.shown(key, tx.need(key), tx.site)}
