"""ec2:DescribeSubnets."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.ec2 import describe, subnet
from clusters.sim.aws.ec2.resource import SUBNET
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key

PATHS = {
    "subnet-id": "SubnetId",
    "vpc-id": "VpcId",
    "availability-zone": "AvailabilityZone",
    "availabilityZone": "AvailabilityZone",
    "availability-zone-id": "AvailabilityZoneId",
    "available-ip-address-count": "AvailableIpAddressCount",
    "cidr-block": "CidrBlock",
    "cidr": "CidrBlock",
    "default-for-az": "DefaultForAz",
    "map-public-ip-on-launch": "MapPublicIpOnLaunch",
    "owner-id": "OwnerId",
    "state": "State",
    "subnet-arn": "SubnetArn",
}


@operation("ec2:DescribeSubnets", reads=True)
def describe_subnets(tx: Tx, caller: Caller, request: Doc) -> Doc:
    def show(key: Key, doc: Document) -> dict[str, Any]:
        return subnet.shown(tx, key, doc)

    items = describe.found(
        tx, caller, SUBNET, request, ids="SubnetIds", paths=PATHS, show=show
    )
    return describe.answer("Subnets", items, request)
