"""ec2:ModifyVpcAttribute."""

from __future__ import annotations

from clusters.sim.aws.ec2 import resource
from clusters.sim.aws.ec2.resource import VPC
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

ATTRIBUTES = (
    "EnableDnsSupport",
    "EnableDnsHostnames",
    "EnableNetworkAddressUsageMetrics",
)


@operation("ec2:ModifyVpcAttribute")
def modify_vpc_attribute(tx: Tx, caller: Caller, request: Doc) -> Doc:
    VPC.require(tx, caller.region, request["VpcId"])
    named = [name for name in ATTRIBUTES if name in request]
    if len(named) != 1:
        text = "Only one attribute can be modified per request."
        raise Refusal("InvalidParameterCombination", text)
    with tx.edit(VPC.key(caller.region, request["VpcId"])) as doc:
        doc["_"][named[0]] = bool(resource.setting(request, named[0]))
        if doc["_"]["EnableDnsHostnames"] and not doc["_"]["EnableDnsSupport"]:
            text = "DNS hostnames cannot be enabled for a VPC whose DNS support is disabled."
            raise Refusal("InvalidParameterCombination", text)
    return {}
