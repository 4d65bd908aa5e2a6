"""autoscaling:DescribeAutoScalingInstances."""

from __future__ import annotations

from clusters.sim.aws import paging
from clusters.sim.aws.autoscaling import group
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("autoscaling:DescribeAutoScalingInstances", reads=True)
def describe_auto_scaling_instances(tx: Tx, caller: Caller, request: Doc) -> Doc:
    wanted = request.get("InstanceIds") or ()
    found = [
        {
            **item,
            "AutoScalingGroupName": key.name,
            "HealthStatus": item["HealthStatus"].upper(),
        }
        for key, doc in tx.list(group.KIND, caller.region)
        for item in group.shown(tx, key, doc)["Instances"]
        if not wanted or item["InstanceId"] in wanted
    ]
    invalid = Refusal("InvalidNextToken", "The token is not valid")
    page, more = paging.page(found, request, invalid, size="MaxRecords", most=50)
    return {"AutoScalingInstances": page, **more}
