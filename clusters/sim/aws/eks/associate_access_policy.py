"""AssociateAccessPolicy."""

from __future__ import annotations

from clusters.sim.aws.eks import access_entry, access_policy, cluster
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:AssociateAccessPolicy")
def associate_access_policy(tx: Tx, caller: Caller, request: Doc) -> Doc:
    here = cluster.require(tx, caller, request["clusterName"])
    access_entry.require_mode(tx, here)
    key = access_entry.require(tx, here, request["principalArn"])
    access_policy.check(tx, here, key, request)
    made = access_entry.associate(tx, key, request["policyArn"], request["accessScope"])
    name = request["policyArn"].rpartition("/")[2]
    where = ", ".join(made["accessScope"]["namespaces"]) or "the whole cluster"
    text = f"{key.name} holds {name} for {where}."
    tx.tell(key, "eks", "AssociateAccessPolicy", text, owner="you", by="you")
    return {
        "clusterName": here.name,
        "principalArn": key.name,
        "associatedAccessPolicy": made,
    }
