"""ec2:ReleaseAddress."""

from __future__ import annotations

from clusters.sim.aws.ec2.resource import ADDRESS
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:ReleaseAddress")
def release_address(tx: Tx, caller: Caller, request: Doc) -> Doc:
    doc = ADDRESS.require(tx, caller.region, request.get("AllocationId", ""))
    if doc.get("AssociationId"):
        text = f"Address {doc['PublicIp']} is in use."
        raise Refusal("InvalidIPAddress.InUse", text)
    tx.remove(ADDRESS.key(caller.region, doc["AllocationId"]))
    return {}
