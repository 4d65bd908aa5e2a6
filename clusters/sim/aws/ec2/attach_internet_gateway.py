"""ec2:AttachInternetGateway."""

from __future__ import annotations

from clusters.sim.aws.ec2 import internet_gateway
from clusters.sim.aws.ec2.resource import INTERNET_GATEWAY, VPC
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:AttachInternetGateway")
def attach_internet_gateway(tx: Tx, caller: Caller, request: Doc) -> Doc:
    name = request["InternetGatewayId"]
    INTERNET_GATEWAY.require(tx, caller.region, name)
    VPC.require(tx, caller.region, request["VpcId"])
    key = INTERNET_GATEWAY.key(caller.region, name)
    internet_gateway.attach(tx, key, request["VpcId"])
    return {}
