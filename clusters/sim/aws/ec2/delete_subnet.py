"""ec2:DeleteSubnet."""

from __future__ import annotations

from clusters.sim.aws.ec2 import route_table
from clusters.sim.aws.ec2.resource import SUBNET
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:DeleteSubnet")
def delete_subnet(tx: Tx, caller: Caller, request: Doc) -> Doc:
    name = request["SubnetId"]
    SUBNET.require(tx, caller.region, name)
    if tx.by("ec2.NetworkInterface", "subnet", name):
        text = f"The subnet '{name}' has dependencies and cannot be deleted."
        raise Refusal("DependencyViolation", text)
    for key, doc in tx.by("ec2.RouteTable", "subnet", name):
        for association in doc["Associations"]:
            if association.get("SubnetId") == name:
                route_table.disassociate(
                    tx, key, association["RouteTableAssociationId"]
                )
    tx.remove(SUBNET.key(caller.region, name))
    return {}
