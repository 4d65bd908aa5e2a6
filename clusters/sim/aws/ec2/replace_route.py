"""ec2:ReplaceRoute."""

from __future__ import annotations

from clusters.sim.aws.ec2 import route_table
from clusters.sim.aws.ec2.resource import ROUTE_TABLE
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:ReplaceRoute")
def replace_route(tx: Tx, caller: Caller, request: Doc) -> Doc:
    table = ROUTE_TABLE.require(tx, caller.region, request["RouteTableId"])
    destination = route_table.destination(request)
    target = route_table.target(tx, caller.region, table, request)
    key = ROUTE_TABLE.key(caller.region, request["RouteTableId"])
    route_table.remove_route(tx, key, destination)
    route_table.add_route(tx, key, destination, target)
    return {}
