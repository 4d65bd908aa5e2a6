"""ec2:CreateRoute."""

from __future__ import annotations

from clusters.sim.aws.ec2 import route_table
from clusters.sim.aws.ec2.resource import ROUTE_TABLE
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:CreateRoute")
def create_route(tx: Tx, caller: Caller, request: Doc) -> Doc:
    table = ROUTE_TABLE.require(tx, caller.region, request["RouteTableId"])
    destination = route_table.destination(request)
    target = route_table.target(tx, caller.region, table, request)
    held = route_table.route_at(table, destination)
    key = ROUTE_TABLE.key(caller.region, request["RouteTableId"])
    if held is not None:
        if all(held.get(name) == value for name, value in target.items()):
            return {"Return": True}
        text = f"The route identified by {destination} already exists."
        raise Refusal("RouteAlreadyExists", text)
    route_table.add_route(tx, key, destination, target)
    return {"Return": True}
