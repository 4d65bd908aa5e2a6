"""DisassociateAccessPolicy."""

from __future__ import annotations

from clusters.sim.aws.eks import access_entry, cluster
from clusters.sim.aws.eks.errors import ResourceNotFoundException
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:DisassociateAccessPolicy")
def disassociate_access_policy(tx: Tx, caller: Caller, request: Doc) -> Doc:
    here = cluster.require(tx, caller, request["clusterName"])
    access_entry.require_mode(tx, here)
    key = access_entry.require(tx, here, request["principalArn"])
    arn = request["policyArn"]
    if all(policy["policyArn"] != arn for policy in tx.need(key)["_"]["policies"]):
        text = f"The specified policyArn {arn} is not associated with the access entry."
        raise ResourceNotFoundException(text, clusterName=here.name)
    with tx.edit(key) as doc:
        kept = [p for p in doc["_"]["policies"] if p["policyArn"] != arn]
        doc["_"]["policies"] = kept
    text = f"{key.name} holds {arn.rpartition('/')[2]} no more."
    tx.tell(key, "eks", "DisassociateAccessPolicy", text, owner="you", by="you")
    return {}
