"""autoscaling:UpdateAutoScalingGroup."""

from __future__ import annotations

from clusters.sim.aws.autoscaling import group
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

MEMBERS = (
    "DefaultCooldown",
    "HealthCheckType",
    "HealthCheckGracePeriod",
    "TerminationPolicies",
    "NewInstancesProtectedFromScaleIn",
)


@operation("autoscaling:UpdateAutoScalingGroup")
def update_auto_scaling_group(tx: Tx, caller: Caller, request: Doc) -> Doc:
    name = request["AutoScalingGroupName"]
    doc = group.require(tx, caller.region, name)
    key = group.key(caller.region, name)
    minimum = int(request.get("MinSize", doc["MinSize"]))
    maximum = int(request.get("MaxSize", doc["MaxSize"]))
    # A new bound moves the desired number only as far as it must.
    desired = min(max(int(doc["DesiredCapacity"]), minimum), maximum)
    desired = int(request.get("DesiredCapacity", desired))
    changed = {member: request[member] for member in MEMBERS if member in request}
    if request.get("VPCZoneIdentifier"):
        changed |= group.subnets(
            tx, caller.region, group.subnet_ids(tx, caller.region, request)
        )
    if request.get("LaunchTemplate"):
        changed["LaunchTemplate"] = group.template(
            tx, caller.region, request["LaunchTemplate"]
        )
    group.resize(tx, key, minimum=minimum, desired=desired, maximum=maximum)
    with tx.edit(key) as body:
        body.update(changed)
        group.forget_failures(body)
    return {}
