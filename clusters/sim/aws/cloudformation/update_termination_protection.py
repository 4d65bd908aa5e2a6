"""cloudformation:UpdateTerminationProtection."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import stack
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("cloudformation:UpdateTerminationProtection")
def update_termination_protection(tx: Tx, caller: Caller, request: Doc) -> Doc:
    key = stack.require(tx, caller.region, request["StackName"])
    with tx.edit(key) as doc:
        doc["EnableTerminationProtection"] = bool(
            request["EnableTerminationProtection"]
        )
    return {"StackId": tx.need(key)["StackId"]}
