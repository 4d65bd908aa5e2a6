"""cloudformation:GetTemplate."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import change_set, stack
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("cloudformation:GetTemplate", reads=True)
def get_template(tx: Tx, caller: Caller, request: Doc) -> Doc:
    if request.get("ChangeSetName"):
        key = change_set.located(tx, caller.region, request)
    else:
        key = stack.require(tx, caller.region, request.get("StackName", ""))
    text = tx.need(key)["_"]["template"]
    return {"TemplateBody": text, "StagesAvailable": ["Original", "Processed"]}
