"""ec2:DeleteRouteTable."""

from __future__ import annotations

from clusters.sim.aws.ec2.resource import ROUTE_TABLE
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:DeleteRouteTable")
def delete_route_table(tx: Tx, caller: Caller, request: Doc) -> Doc:
    name = request["RouteTableId"]
    doc = ROUTE_TABLE.require(tx, caller.region, name)
    if doc["Associations"]:
        text = f"The routeTable '{name}' has dependencies and cannot be deleted."
        raise Refusal("DependencyViolation", text)
    tx.remove(ROUTE_TABLE.key(caller.region, name))
    return {}
