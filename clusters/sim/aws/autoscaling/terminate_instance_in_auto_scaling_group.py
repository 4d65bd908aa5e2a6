"""autoscaling:TerminateInstanceInAutoScalingGroup."""

from __future__ import annotations

from clusters.sim.aws.autoscaling import activity, group
from clusters.sim.aws.ec2 import instance
from clusters.sim.aws.ec2.resource import INSTANCE
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("autoscaling:TerminateInstanceInAutoScalingGroup")
def terminate_instance_in_auto_scaling_group(
    tx: Tx, caller: Caller, request: Doc
) -> Doc:
    name = request["InstanceId"]
    key = INSTANCE.key(caller.region, name)
    doc = tx.find(key)
    if doc is None or not doc["_"]["group"]:
        text = (
            f"Instance Id not found - No managed instance found for instance ID: {name}"
        )
        raise Refusal("ValidationError", text)
    here = group.key(caller.region, doc["_"]["group"])
    body = tx.need(here)
    cause = f"At {tx.stamp} instance {name} was taken out of service in response to a user request."
    if request["ShouldDecrementDesiredCapacity"]:
        desired = int(body["DesiredCapacity"]) - 1
        if desired < body["MinSize"]:
            text = "Currently, desiredSize equals minSize. Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size."
            raise Refusal("ValidationError", text)
        group.resize(
            tx, here, minimum=body["MinSize"], desired=desired, maximum=body["MaxSize"]
        )
    made = activity.record(
        tx, here, f"Terminating EC2 instance: {name}", cause, activity.place_of(doc)
    )
    activity.ends_with(tx, made, name, "terminated")
    instance.terminate(tx, key)
    shown = {member: value for member, value in tx.need(made).items() if member != "_"}
    return {"Activity": shown}
