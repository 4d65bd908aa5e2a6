"""ec2:CreateInternetGateway."""

from __future__ import annotations

from clusters.sim.aws.ec2 import internet_gateway, resource
from clusters.sim.aws.ec2.resource import INTERNET_GATEWAY
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:CreateInternetGateway")
def create_internet_gateway(tx: Tx, caller: Caller, request: Doc) -> Doc:
    tags = resource.requested_tags(request, INTERNET_GATEWAY)
    key = internet_gateway.create(tx, caller.region, tags)
    return {"InternetGateway": resource.shown(tx.need(key))}
