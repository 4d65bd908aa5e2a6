"""cloudformation:UpdateStack."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import plan, stack, submission
from clusters.sim.aws.cloudformation.errors import ValidationError
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("cloudformation:UpdateStack")
def update_stack(tx: Tx, caller: Caller, request: Doc) -> Doc:
    key = stack.require(tx, caller.region, request["StackName"])
    doc = tx.need(key)
    if key.kind == stack.GONE or doc["StackStatus"] not in stack.UPDATABLE:
        text = f"Stack:{doc['StackId']} is in {doc['StackStatus']} state and can not be updated."
        raise ValidationError(text)
    submitted = submission.checked(tx, caller.region, request, doc)
    if not plan.differs(tx, key, submitted):
        raise ValidationError("No updates are to be performed.")
    stack.act_as(tx, key, caller, request.get("RoleARN"))
    submission.apply(tx, key, submitted)
    with tx.edit(key) as body:
        body["_"]["on_failure"] = (
            "DO_NOTHING" if request.get("DisableRollback") else "ROLLBACK"
        )
    submission.start(tx, key, "UPDATE_IN_PROGRESS", request)
    return {"StackId": doc["StackId"]}
