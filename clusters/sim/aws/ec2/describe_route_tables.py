"""ec2:DescribeRouteTables."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.ec2 import describe, route_table
from clusters.sim.aws.ec2.resource import ROUTE_TABLE
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key

PATHS = {
    "route-table-id": "RouteTableId",
    "vpc-id": "VpcId",
    "owner-id": "OwnerId",
    "association.main": "Associations.Main",
    "association.subnet-id": "Associations.SubnetId",
    "association.route-table-id": "Associations.RouteTableId",
    "association.route-table-association-id": "Associations.RouteTableAssociationId",
    "route.destination-cidr-block": "Routes.DestinationCidrBlock",
    "route.gateway-id": "Routes.GatewayId",
    "route.nat-gateway-id": "Routes.NatGatewayId",
    "route.instance-id": "Routes.InstanceId",
    "route.origin": "Routes.Origin",
    "route.state": "Routes.State",
}


@operation("ec2:DescribeRouteTables", reads=True)
def describe_route_tables(tx: Tx, caller: Caller, request: Doc) -> Doc:
    def show(key: Key, doc: Document) -> dict[str, Any]:
        return route_table.shown(tx, key, doc)

    items = describe.found(
        tx, caller, ROUTE_TABLE, request, ids="RouteTableIds", paths=PATHS, show=show
    )
    return describe.answer("RouteTables", items, request)
