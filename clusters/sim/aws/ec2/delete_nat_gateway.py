"""ec2:DeleteNatGateway."""

from __future__ import annotations

from clusters.sim.aws.ec2 import nat_gateway
from clusters.sim.aws.ec2.resource import NAT_GATEWAY
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:DeleteNatGateway")
def delete_nat_gateway(tx: Tx, caller: Caller, request: Doc) -> Doc:
    doc = NAT_GATEWAY.require(tx, caller.region, request["NatGatewayId"])
    if doc["State"] in ("pending", "available"):
        nat_gateway.delete(tx, NAT_GATEWAY.key(caller.region, request["NatGatewayId"]))
    return {"NatGatewayId": request["NatGatewayId"]}
