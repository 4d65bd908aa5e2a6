"""ec2:CreateRouteTable."""

from __future__ import annotations

from clusters.sim.aws.ec2 import resource, route_table
from clusters.sim.aws.ec2.resource import ROUTE_TABLE, VPC
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:CreateRouteTable")
def create_route_table(tx: Tx, caller: Caller, request: Doc) -> Doc:
    VPC.require(tx, caller.region, request["VpcId"])
    tags = resource.requested_tags(request, ROUTE_TABLE)
    key = route_table.create(tx, VPC.key(caller.region, request["VpcId"]), tags=tags)
    return {"RouteTable": route_table.shown(tx, key, tx.need(key))}
