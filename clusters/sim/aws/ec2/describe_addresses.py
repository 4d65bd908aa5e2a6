"""ec2:DescribeAddresses."""

from __future__ import annotations

from clusters.sim.aws.ec2 import describe
from clusters.sim.aws.ec2.resource import ADDRESS
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

PATHS = {
    "allocation-id": "AllocationId",
    "association-id": "AssociationId",
    "domain": "Domain",
    "instance-id": "InstanceId",
    "network-interface-id": "NetworkInterfaceId",
    "private-ip-address": "PrivateIpAddress",
    "public-ip": "PublicIp",
}


@operation("ec2:DescribeAddresses", reads=True)
def describe_addresses(tx: Tx, caller: Caller, request: Doc) -> Doc:
    items = describe.found(
        tx, caller, ADDRESS, request, ids="AllocationIds", paths=PATHS
    )
    wanted = request.get("PublicIps")
    if wanted:
        known = {item["PublicIp"] for item in items}
        for address in wanted:
            if address not in known:
                raise Refusal(
                    "InvalidAddress.NotFound", f"Address '{address}' not found."
                )
        items = [item for item in items if item["PublicIp"] in wanted]
    return {"Addresses": items}
