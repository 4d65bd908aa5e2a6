"""ec2:AssociateRouteTable."""

from __future__ import annotations

from clusters.sim.aws.ec2 import route_table
from clusters.sim.aws.ec2.resource import ROUTE_TABLE, SUBNET
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:AssociateRouteTable")
def associate_route_table(tx: Tx, caller: Caller, request: Doc) -> Doc:
    table = ROUTE_TABLE.require(tx, caller.region, request["RouteTableId"])
    if not request.get("SubnetId"):
        text = "The request must contain exactly one of subnetId or gatewayId"
        raise Refusal("MissingParameter", text)
    place = SUBNET.require(tx, caller.region, request["SubnetId"])
    if place["VpcId"] != table["VpcId"]:
        text = (
            f"route table {request['RouteTableId']} and subnet {request['SubnetId']} "
            "belong to different networks"
        )
        raise Refusal("InvalidParameterValue", text)
    for _, other in tx.by(ROUTE_TABLE.kind, "subnet", request["SubnetId"]):
        if other["RouteTableId"] != table["RouteTableId"]:
            text = (
                f"the specified association for route table {request['RouteTableId']} "
                "conflicts with an existing association"
            )
            raise Refusal("Resource.AlreadyAssociated", text)
        return _answer(_held(other, request["SubnetId"]))
    key = ROUTE_TABLE.key(caller.region, request["RouteTableId"])
    return _answer(route_table.associate(tx, key, request["SubnetId"]))


def _held(table: Doc, subnet_id: str) -> str:
    return next(
        str(association["RouteTableAssociationId"])
        for association in table["Associations"]
        if association.get("SubnetId") == subnet_id
    )


def _answer(association_id: str) -> Doc:
    return {
        "AssociationId": association_id,
        "AssociationState": {"State": "associated"},
    }
