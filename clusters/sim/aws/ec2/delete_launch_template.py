"""ec2:DeleteLaunchTemplate."""

from __future__ import annotations

from clusters.sim.aws.ec2 import launch_template, resource
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:DeleteLaunchTemplate")
def delete_launch_template(tx: Tx, caller: Caller, request: Doc) -> Doc:
    key = launch_template.located(tx, caller.region, request)
    shown = resource.shown(tx.need(key))
    tx.remove(key)
    return {"LaunchTemplate": shown}
