"""ec2:DescribeVpcAttribute."""

from __future__ import annotations

from clusters.sim.aws.ec2.resource import VPC
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

NAMES = {
    "enableDnsSupport": "EnableDnsSupport",
    "enableDnsHostnames": "EnableDnsHostnames",
    "enableNetworkAddressUsageMetrics": "EnableNetworkAddressUsageMetrics",
}


@operation("ec2:DescribeVpcAttribute", reads=True)
def describe_vpc_attribute(tx: Tx, caller: Caller, request: Doc) -> Doc:
    doc = VPC.require(tx, caller.region, request["VpcId"])
    name = NAMES.get(request.get("Attribute", ""))
    if name is None:
        text = f"Value ({request.get('Attribute')}) for parameter attribute is invalid. Unknown attribute."
        raise Refusal("InvalidParameterValue", text)
    return {"VpcId": doc["VpcId"], name: {"Value": doc["_"][name]}}
