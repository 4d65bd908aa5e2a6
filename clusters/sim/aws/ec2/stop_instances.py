"""ec2:StopInstances."""

from __future__ import annotations

from clusters.sim.aws.ec2 import instance
from clusters.sim.aws.ec2.resource import INSTANCE
from clusters.sim.catalog.timings import ec2 as timings
from clusters.sim.commands import Caller, Doc
from clusters.sim.errors import Refusal
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("ec2:StopInstances")
def stop_instances(tx: Tx, caller: Caller, request: Doc) -> Doc:
    changes = []
    for name in request["InstanceIds"]:
        before = instance.require(tx, caller.region, name)["State"]["Name"]
        key = INSTANCE.key(caller.region, name)
        if before in ("shutting-down", "terminated", "pending"):
            text = (
                f"The instance '{name}' is not in a state from which it can be stopped."
            )
            raise Refusal("IncorrectInstanceState", text)
        if before == "running":
            with tx.edit(key) as doc:
                doc["State"] = instance.state("stopping")
                doc["_"]["until"] = tx.now + timings.INSTANCE_STOPPING.draw(tx.rng)
        changes.append(instance.change(tx, key, before))
    return {"StoppingInstances": changes}
