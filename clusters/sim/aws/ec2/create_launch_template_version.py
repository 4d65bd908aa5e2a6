"""ec2:CreateLaunchTemplateVersion."""

from __future__ import annotations

from clusters.sim.aws.ec2 import launch_template
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:CreateLaunchTemplateVersion")
def create_launch_template_version(tx: Tx, caller: Caller, request: Doc) -> Doc:
    key = launch_template.located(tx, caller.region, request)
    data = dict(request["LaunchTemplateData"])
    if request.get("SourceVersion"):
        source = launch_template.version(tx.need(key), str(request["SourceVersion"]))
        data = {**source["LaunchTemplateData"], **data}
    number = launch_template.add_version(
        tx,
        key,
        data,
        created_by=caller.arn,
        description=request.get("VersionDescription", ""),
    )
    made = launch_template.version(tx.need(key), str(number))
    return {"LaunchTemplateVersion": made}
