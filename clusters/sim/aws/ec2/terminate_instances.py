"""ec2:TerminateInstances."""

from __future__ import annotations

from clusters.sim.aws.ec2 import instance
from clusters.sim.aws.ec2.resource import INSTANCE
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:TerminateInstances")
def terminate_instances(tx: Tx, caller: Caller, request: Doc) -> Doc:
    changes = []
    for name in request["InstanceIds"]:
        before = instance.require(tx, caller.region, name)["State"]["Name"]
        key = INSTANCE.key(caller.region, name)
        instance.terminate(tx, key)
        changes.append(instance.change(tx, key, before))
    return {"TerminatingInstances": changes}
