"""ec2:DeleteRoute."""

from __future__ import annotations

from clusters.sim.aws.ec2 import route_table
from clusters.sim.aws.ec2.resource import ROUTE_TABLE
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:DeleteRoute")
def delete_route(tx: Tx, caller: Caller, request: Doc) -> Doc:
    table = ROUTE_TABLE.require(tx, caller.region, request["RouteTableId"])
    destination = route_table.destination(request)
    held = route_table.route_at(table, destination)
    if held is not None and held.get("GatewayId") == "local":
        text = (
            f"cannot remove local route {destination} in route table "
            f"{request['RouteTableId']}"
        )
        raise Refusal("InvalidParameterValue", text)
    key = ROUTE_TABLE.key(caller.region, request["RouteTableId"])
    route_table.remove_route(tx, key, destination)
    return {}
