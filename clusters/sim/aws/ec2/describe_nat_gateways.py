"""ec2:DescribeNatGateways."""

from __future__ import annotations

from clusters.sim.aws.ec2 import describe
from clusters.sim.aws.ec2.resource import NAT_GATEWAY
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

PATHS = {
    "nat-gateway-id": "NatGatewayId",
    "state": "State",
    "subnet-id": "SubnetId",
    "vpc-id": "VpcId",
}


@operation("ec2:DescribeNatGateways", reads=True)
def describe_nat_gateways(tx: Tx, caller: Caller, request: Doc) -> Doc:
    items = describe.found(
        tx, caller, NAT_GATEWAY, request, ids="NatGatewayIds", paths=PATHS
    )
    return describe.answer("NatGateways", items, request)
