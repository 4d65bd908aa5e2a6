"""ec2:DescribeInternetGateways."""

from __future__ import annotations

from clusters.sim.aws.ec2 import describe
from clusters.sim.aws.ec2.resource import INTERNET_GATEWAY
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

PATHS = {
    "internet-gateway-id": "InternetGatewayId",
    "attachment.vpc-id": "Attachments.VpcId",
    "attachment.state": "Attachments.State",
    "owner-id": "OwnerId",
}


@operation("ec2:DescribeInternetGateways", reads=True)
def describe_internet_gateways(tx: Tx, caller: Caller, request: Doc) -> Doc:
    items = describe.found(
        tx, caller, INTERNET_GATEWAY, request, ids="InternetGatewayIds", paths=PATHS
    )
    return describe.answer("InternetGateways", items, request)
