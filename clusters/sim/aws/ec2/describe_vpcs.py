"""ec2:DescribeVpcs."""

from __future__ import annotations

from clusters.sim.aws.ec2 import describe
from clusters.sim.aws.ec2.resource import VPC
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

PATHS = {
    "vpc-id": "VpcId",
    "cidr": "CidrBlock",
    "cidr-block": "CidrBlock",
    "cidr-block-association.cidr-block": "CidrBlockAssociationSet.CidrBlock",
    "dhcp-options-id": "DhcpOptionsId",
    "is-default": "IsDefault",
    "isDefault": "IsDefault",
    "owner-id": "OwnerId",
    "state": "State",
}


@operation("ec2:DescribeVpcs", reads=True)
def describe_vpcs(tx: Tx, caller: Caller, request: Doc) -> Doc:
    items = describe.found(tx, caller, VPC, request, ids="VpcIds", paths=PATHS)
    return describe.answer("Vpcs", items, request)
