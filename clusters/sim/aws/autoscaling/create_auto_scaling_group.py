"""autoscaling:CreateAutoScalingGroup."""

from __future__ import annotations

from clusters.sim.aws.autoscaling import group
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

MEMBERS = (
    "DefaultCooldown",
    "HealthCheckType",
    "HealthCheckGracePeriod",
    "TargetGroupARNs",
    "TerminationPolicies",
    "NewInstancesProtectedFromScaleIn",
)


@operation("autoscaling:CreateAutoScalingGroup")
def create_auto_scaling_group(tx: Tx, caller: Caller, request: Doc) -> Doc:
    named = request.get("LaunchTemplate")
    if not named:
        text = (
            "Valid requests must contain either LaunchTemplate, LaunchConfigurationName, "
            "InstanceId or MixedInstancesPolicy parameter."
        )
        raise Refusal("ValidationError", text)
    minimum, maximum = int(request["MinSize"]), int(request["MaxSize"])
    group.create(
        tx,
        name=request["AutoScalingGroupName"],
        launch_template=named,
        subnets=group.subnet_ids(tx, caller.region, request),
        minimum=minimum,
        desired=int(request.get("DesiredCapacity", minimum)),
        maximum=maximum,
        tags=request.get("Tags") or (),
        region=caller.region,
        members={name: request[name] for name in MEMBERS if name in request},
    )
    return {}
