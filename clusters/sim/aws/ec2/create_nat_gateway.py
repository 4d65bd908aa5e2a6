"""ec2:CreateNatGateway."""

from __future__ import annotations

from clusters.sim.aws.ec2 import nat_gateway, resource
from clusters.sim.aws.ec2.resource import ADDRESS, NAT_GATEWAY, SUBNET
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:CreateNatGateway")
def create_nat_gateway(tx: Tx, caller: Caller, request: Doc) -> Doc:
    token = request.get("ClientToken", "")
    for _, doc in tx.list(NAT_GATEWAY.kind, caller.region):
        if token and doc["_"]["token"] == token:
            return {"NatGateway": resource.shown(doc), "ClientToken": token}
    if not request.get("SubnetId"):
        text = "The request must contain the parameter subnetId"
        raise Refusal("MissingParameter", text)
    SUBNET.require(tx, caller.region, request["SubnetId"])
    allocation = _allocation(tx, caller, request)
    key = nat_gateway.create(
        tx,
        SUBNET.key(caller.region, request["SubnetId"]),
        allocation,
        client_token=token,
        tags=resource.requested_tags(request, NAT_GATEWAY),
    )
    return {"NatGateway": resource.shown(tx.need(key)), "ClientToken": token}


def _allocation(tx: Tx, caller: Caller, request: Doc) -> str:
    """The Elastic IP of a public gateway; a private one has none."""
    if request.get("ConnectivityType") == "private":
        return ""
    if not request.get("AllocationId"):
        text = "The request must contain the parameter allocationId"
        raise Refusal("MissingParameter", text)
    doc = ADDRESS.require(tx, caller.region, request["AllocationId"])
    if doc.get("AssociationId"):
        text = f"Elastic IP address [{request['AllocationId']}] is already associated"
        raise Refusal("Resource.AlreadyAssociated", text)
    return str(request["AllocationId"])
