"""ec2:CreateVpc."""

from __future__ import annotations

from clusters.sim.aws.ec2 import account, resource, vpc
from clusters.sim.aws.ec2.resource import VPC
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:CreateVpc")
def create_vpc(tx: Tx, caller: Caller, request: Doc) -> Doc:
    held = len(tx.list(VPC.kind, caller.region))
    text = "The maximum number of VPCs has been reached."
    account.within(tx, "vpcs", held + 1, Refusal("VpcLimitExceeded", text))
    if not request.get("CidrBlock"):
        text = "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided."
        raise Refusal("MissingParameter", text)
    tags = resource.requested_tags(request, VPC)
    key = vpc.create(tx, caller.region, request["CidrBlock"], tags=tags)
    return {"Vpc": resource.shown(tx.need(key))}
