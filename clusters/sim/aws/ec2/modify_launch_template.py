"""ec2:ModifyLaunchTemplate."""

from __future__ import annotations

from clusters.sim.aws.ec2 import launch_template, resource
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:ModifyLaunchTemplate")
def modify_launch_template(tx: Tx, caller: Caller, request: Doc) -> Doc:
    key = launch_template.located(tx, caller.region, request)
    wanted = str(request.get("DefaultVersion") or "")
    if wanted:
        found = launch_template.version(tx.need(key), wanted)
        with tx.edit(key) as doc:
            doc["DefaultVersionNumber"] = found["VersionNumber"]
    return {"LaunchTemplate": resource.shown(tx.need(key))}
