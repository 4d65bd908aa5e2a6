"""cloudformation:CreateChangeSet."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import change_set, plan, stack, submission
from clusters.sim.aws.cloudformation.errors import (
    AlreadyExistsException,
    ValidationError,
)
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx
from clusters.sim.world import Key

NOTHING = (
    "The submitted information didn't contain changes. "
    "Submit different information to create a change set."
)


@operation("cloudformation:CreateChangeSet")
def create_change_set(tx: Tx, caller: Caller, request: Doc) -> Doc:
    key = _stack(tx, caller, request)
    doc = tx.need(key)
    name = request["ChangeSetName"]
    made = change_set.key(key, name)
    if tx.find(made) is not None:
        raise AlreadyExistsException(f"ChangeSet {name} already exists")
    submitted = submission.checked(tx, caller.region, request, doc)
    if doc["StackStatus"] == "REVIEW_IN_PROGRESS":
        changes, differs = plan.changes(tx, key, submitted), True
    else:
        changes = plan.changes(tx, key, submitted)
        differs = bool(changes) or plan.differs(tx, key, submitted)
    change_set.add(tx, made, request, submitted, changes)
    if not differs:
        with tx.edit(made) as body:
            body["Status"], body["ExecutionStatus"] = "FAILED", "UNAVAILABLE"
            body["StatusReason"] = NOTHING
    return {"Id": tx.need(made)["ChangeSetId"], "StackId": doc["StackId"]}


def _stack(tx: Tx, caller: Caller, request: Doc) -> Key:
    """The stack that the change set is for; one to CREATE begins in review."""
    name, kind = request["StackName"], request.get("ChangeSetType", "UPDATE")
    key = stack.located(tx, caller.region, name)
    if kind == "CREATE" and (key is None or key.kind == stack.GONE):
        submission.checked(tx, caller.region, request)
        made = stack.add(tx, caller, request, "REVIEW_IN_PROGRESS")
        stack.turn(tx, made, "REVIEW_IN_PROGRESS", "User Initiated")
        return made
    if key is None:
        raise ValidationError(f"Stack [{name}] does not exist")
    status = tx.need(key)["StackStatus"]
    if kind == "CREATE" and status != "REVIEW_IN_PROGRESS":
        raise ValidationError(
            f"Stack [{key.name}] already exists and cannot be created again with the "
            f"changeSet [{request['ChangeSetName']}]."
        )
    if kind == "UPDATE" and status not in stack.UPDATABLE:
        identity = tx.need(key)["StackId"]
        raise ValidationError(
            f"Stack:{identity} is in {status} state and can not be updated."
        )
    return key
