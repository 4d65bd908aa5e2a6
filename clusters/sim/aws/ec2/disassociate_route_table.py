"""ec2:DisassociateRouteTable."""

from __future__ import annotations

from clusters.sim.aws.ec2 import route_table
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:DisassociateRouteTable")
def disassociate_route_table(tx: Tx, caller: Caller, request: Doc) -> Doc:
    name = request["AssociationId"]
    key, association = route_table.associated(tx, caller.region, name)
    if association["Main"]:
        text = f"cannot disassociate the main route table association {name}"
        raise Refusal("InvalidParameterValue", text)
    route_table.disassociate(tx, key, name)
    return {}
