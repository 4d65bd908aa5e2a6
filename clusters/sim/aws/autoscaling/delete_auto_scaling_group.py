"""autoscaling:DeleteAutoScalingGroup."""

from __future__ import annotations

from clusters.sim.aws.autoscaling import group
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("autoscaling:DeleteAutoScalingGroup")
def delete_auto_scaling_group(tx: Tx, caller: Caller, request: Doc) -> Doc:
    name = request["AutoScalingGroupName"]
    group.require(tx, caller.region, name)
    group.delete(
        tx, group.key(caller.region, name), force=bool(request.get("ForceDelete"))
    )
    return {}
