"""ec2:DescribeLaunchTemplates."""

from __future__ import annotations

from clusters.sim.aws.ec2 import describe, launch_template
from clusters.sim.aws.ec2.resource import LAUNCH_TEMPLATE
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

PATHS = {
    "launch-template-name": "LaunchTemplateName",
    "create-time": "CreateTime",
}


@operation("ec2:DescribeLaunchTemplates", reads=True)
def describe_launch_templates(tx: Tx, caller: Caller, request: Doc) -> Doc:
    names = request.get("LaunchTemplateNames") or ()
    for name in names:
        launch_template.located(tx, caller.region, {"LaunchTemplateName": name})
    items = describe.found(
        tx, caller, LAUNCH_TEMPLATE, request, ids="LaunchTemplateIds", paths=PATHS
    )
    if names:
        items = [item for item in items if item["LaunchTemplateName"] in names]
    return describe.answer("LaunchTemplates", items, request)
