"""ec2:ReplaceRouteTableAssociation."""

from __future__ import annotations

from clusters.sim.aws.ec2 import route_table
from clusters.sim.aws.ec2.resource import ROUTE_TABLE
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:ReplaceRouteTableAssociation")
def replace_route_table_association(tx: Tx, caller: Caller, request: Doc) -> Doc:
    old, association = route_table.associated(
        tx, caller.region, request["AssociationId"]
    )
    table = ROUTE_TABLE.require(tx, caller.region, request["RouteTableId"])
    if table["VpcId"] != tx.need(old)["VpcId"]:
        text = (
            f"route table {request['RouteTableId']} and route table {old.name} "
            "belong to different networks"
        )
        raise Refusal("InvalidParameterValue", text)
    new = ROUTE_TABLE.key(caller.region, request["RouteTableId"])
    route_table.disassociate(tx, old, request["AssociationId"])
    if association["Main"]:
        made = route_table.make_main(tx, new)
    else:
        made = route_table.associate(tx, new, association["SubnetId"])
    return {"NewAssociationId": made, "AssociationState": {"State": "associated"}}
