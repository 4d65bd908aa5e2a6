"""A stack that cannot go forward: what is under way stops, and where it turns to."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import stack, stack_resource, submission
from clusters.sim.tx import Tx
from clusters.sim.world import Key

WORKING = ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS")
CANCELLED = "Resource creation cancelled"


def begin(tx: Tx, key: Key) -> None:
    """Cancel what is under way and go back, or stop where the stack is told to."""
    for item, doc in stack_resource.of_stack(tx, key):
        if doc["ResourceStatus"] in WORKING:
            status = doc["ResourceStatus"].replace("IN_PROGRESS", "FAILED")
            stack_resource.turn(tx, key, item, status, CANCELLED)
    text = _reason(tx, key)
    body = tx.need(key)
    update = body["StackStatus"] != "CREATE_IN_PROGRESS"
    on_failure = body["_"].get("on_failure")
    if body["StackStatus"] == "UPDATE_ROLLBACK_IN_PROGRESS":
        stack.turn(tx, key, "UPDATE_ROLLBACK_FAILED", text)
    elif on_failure == "DO_NOTHING":
        stack.turn(tx, key, "UPDATE_FAILED" if update else "CREATE_FAILED", text)
    elif update:
        submission.revert(tx, key)
        stack.turn(tx, key, "UPDATE_ROLLBACK_IN_PROGRESS", text)
    elif on_failure == "DELETE":
        stack.turn(tx, key, "DELETE_IN_PROGRESS", f"{text}Delete requested by user.")
    else:
        text += "Rollback requested by user."
        stack.turn(tx, key, "ROLLBACK_IN_PROGRESS", text)


def _reason(tx: Tx, key: Key) -> str:
    body = tx.need(key)
    failed = ", ".join(sorted(body["_"]["failed"]))
    verb = "create" if body["StackStatus"] == "CREATE_IN_PROGRESS" else "update"
    if failed:
        return f"The following resource(s) failed to {verb}: [{failed}]. "
    return "Stack creation time exceeded the specified timeout. "
