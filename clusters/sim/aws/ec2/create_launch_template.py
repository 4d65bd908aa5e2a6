"""ec2:CreateLaunchTemplate."""

from __future__ import annotations

from clusters.sim.aws.ec2 import launch_template, resource
from clusters.sim.aws.ec2.resource import LAUNCH_TEMPLATE
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:CreateLaunchTemplate")
def create_launch_template(tx: Tx, caller: Caller, request: Doc) -> Doc:
    key = launch_template.create(
        tx,
        caller.region,
        request["LaunchTemplateName"],
        request["LaunchTemplateData"],
        created_by=caller.arn,
        description=request.get("VersionDescription", ""),
        tags=resource.requested_tags(request, LAUNCH_TEMPLATE),
    )
    return {"LaunchTemplate": resource.shown(tx.need(key))}
