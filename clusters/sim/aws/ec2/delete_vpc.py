"""ec2:DeleteVpc."""

from __future__ import annotations

from clusters.sim.aws.ec2 import vpc
from clusters.sim.aws.ec2.resource import VPC
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:DeleteVpc")
def delete_vpc(tx: Tx, caller: Caller, request: Doc) -> Doc:
    VPC.require(tx, caller.region, request["VpcId"])
    vpc.delete(tx, VPC.key(caller.region, request["VpcId"]))
    return {}
