"""ec2:AllocateAddress."""

from __future__ import annotations

from clusters.sim.aws.ec2 import elastic_ip, resource
from clusters.sim.aws.ec2.resource import ADDRESS
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:AllocateAddress")
def allocate_address(tx: Tx, caller: Caller, request: Doc) -> Doc:
    tags = resource.requested_tags(request, ADDRESS)
    doc = tx.need(elastic_ip.allocate(tx, caller.region, tags))
    members = (
        "AllocationId",
        "Domain",
        "NetworkBorderGroup",
        "PublicIp",
        "PublicIpv4Pool",
    )
    return {name: doc[name] for name in members}
