"""ec2:DisassociateAddress."""

from __future__ import annotations

from clusters.sim.aws.ec2 import elastic_ip
from clusters.sim.aws.ec2.resource import ADDRESS, INSTANCE
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:DisassociateAddress")
def disassociate_address(tx: Tx, caller: Caller, request: Doc) -> Doc:
    wanted = request.get("AssociationId")
    for key, doc in tx.list(ADDRESS.kind, caller.region):
        if wanted and doc.get("AssociationId") == wanted:
            holder = INSTANCE.key(caller.region, doc.get("InstanceId", ""))
            elastic_ip.disassociate(tx, key)
            if tx.find(holder) is not None:
                with tx.edit(holder) as body:
                    body.pop("PublicIpAddress", None)
                    body["PublicDnsName"] = ""
            return {}
    text = f"The association ID '{wanted}' does not exist"
    raise Refusal("InvalidAssociationID.NotFound", text)
