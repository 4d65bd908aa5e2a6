"""autoscaling:SetDesiredCapacity."""

from __future__ import annotations

from clusters.sim.aws.autoscaling import group
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("autoscaling:SetDesiredCapacity")
def set_desired_capacity(tx: Tx, caller: Caller, request: Doc) -> Doc:
    name, desired = request["AutoScalingGroupName"], int(request["DesiredCapacity"])
    doc = group.require(tx, caller.region, name)
    if desired > doc["MaxSize"]:
        text = f"New SetDesiredCapacity value {desired} is above max value {doc['MaxSize']} for the AutoScalingGroup."
        raise Refusal("ValidationError", text)
    if desired < doc["MinSize"]:
        text = f"New SetDesiredCapacity value {desired} is below min value {doc['MinSize']} for the AutoScalingGroup."
        raise Refusal("ValidationError", text)
    key = group.key(caller.region, name)
    group.resize(
        tx, key, minimum=doc["MinSize"], desired=desired, maximum=doc["MaxSize"]
    )
    return {}
