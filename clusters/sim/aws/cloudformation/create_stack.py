"""cloudformation:CreateStack."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import stack, submission
from clusters.sim.aws.cloudformation.errors import (
    AlreadyExistsException,
    ValidationError,
)
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx
from clusters.sim.world import Key


@operation("cloudformation:CreateStack")
def create_stack(tx: Tx, caller: Caller, request: Doc) -> Doc:
    key = stack.key(caller.region, request["StackName"])
    held = tx.find(key)
    if held is not None:
        token = request.get("ClientRequestToken")
        if token and held["_"].get("token") == token:
            return {"StackId": held["StackId"]}
        raise AlreadyExistsException(f"Stack [{key.name}] already exists")
    if "OnFailure" in request and "DisableRollback" in request:
        text = "You can specify either DisableRollback or OnFailure, but not both."
        raise ValidationError(text)
    submitted = submission.checked(tx, caller.region, request)
    stack.add(tx, caller, request, "CREATE_IN_PROGRESS")
    stack.act_as(tx, key, caller, request.get("RoleARN"))
    submission.apply(tx, key, submitted)
    _set_terms(tx, key, request)
    submission.start(tx, key, "CREATE_IN_PROGRESS", request)
    return {"StackId": tx.need(key)["StackId"]}


def _set_terms(tx: Tx, key: Key, request: Doc) -> None:
    """What the request says of failure and of time."""
    on_failure = request.get("OnFailure") or "ROLLBACK"
    if request.get("DisableRollback"):
        on_failure = "DO_NOTHING"
    with tx.edit(key) as doc:
        doc["DisableRollback"] = on_failure == "DO_NOTHING"
        doc["_"]["on_failure"] = on_failure
        if request.get("TimeoutInMinutes"):
            doc["TimeoutInMinutes"] = request["TimeoutInMinutes"]
            doc["_"]["deadline"] = tx.now + 60.0 * int(request["TimeoutInMinutes"])
            tx.wake("stack", key, doc["_"]["deadline"] - tx.now)
