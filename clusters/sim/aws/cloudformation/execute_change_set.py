"""cloudformation:ExecuteChangeSet."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import change_set, stack, submission
from clusters.sim.aws.cloudformation.errors import InvalidChangeSetStatusException
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("cloudformation:ExecuteChangeSet")
def execute_change_set(tx: Tx, caller: Caller, request: Doc) -> Doc:
    found = change_set.located(tx, caller.region, request)
    doc = tx.need(found)
    if doc["ExecutionStatus"] != "AVAILABLE":
        raise InvalidChangeSetStatusException(
            f"ChangeSet [{doc['ChangeSetId']}] cannot be executed in its current status of "
            f"[{doc['Status']}]"
        )
    key = stack.require(tx, caller.region, doc["StackId"])
    creating = tx.need(key)["StackStatus"] == "REVIEW_IN_PROGRESS"
    stack.act_as(tx, key, caller, doc["_"].get("role"))
    submission.apply(tx, key, change_set.submitted(doc))
    with tx.edit(key) as body:
        body["ChangeSetId"] = doc["ChangeSetId"]
        body["DisableRollback"] = bool(request.get("DisableRollback"))
        body["_"]["on_failure"] = (
            "DO_NOTHING" if request.get("DisableRollback") else doc["_"]["on_failure"]
        )
    for other, _ in change_set.of_stack(tx, key):
        tx.remove(other)
    status = "CREATE_IN_PROGRESS" if creating else "UPDATE_IN_PROGRESS"
    submission.start(tx, key, status, request)
    return {}
