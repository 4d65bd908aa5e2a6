"""cloudformation:DeleteStack."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import stack, stack_resource, submission
from clusters.sim.aws.cloudformation.errors import ValidationError
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key

REFUSING = ("UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS")


@operation("cloudformation:DeleteStack")
def delete_stack(tx: Tx, caller: Caller, request: Doc) -> Doc:
    key = stack.located(tx, caller.region, request["StackName"])
    if key is None or key.kind == stack.GONE:
        return {}
    doc = tx.need(key)
    if doc["StackStatus"] == "DELETE_IN_PROGRESS":
        return {}
    _check(tx, key, doc)
    stack.act_as(tx, key, caller, request.get("RoleARN"))
    with tx.edit(key) as body:
        body["_"]["retain"] = list(request.get("RetainResources") or ())
    for item, held in stack_resource.of_stack(tx, key):
        if held["ResourceStatus"].startswith("DELETE_") and held[
            "ResourceStatus"
        ].endswith("FAILED"):
            with tx.edit(item) as body:
                body["ResourceStatus"] = "CREATE_COMPLETE"
    submission.start(tx, key, "DELETE_IN_PROGRESS", request)
    return {}


def _check(tx: Tx, key: Key, doc: Document) -> None:
    if doc["EnableTerminationProtection"]:
        text = f"Stack [{key.name}] cannot be deleted while TerminationProtection is enabled"
        raise ValidationError(text)
    if doc["StackStatus"] in REFUSING:
        text = f"Stack [{doc['StackId']}] cannot be deleted while in status {doc['StackStatus']}"
        raise ValidationError(text)
    names = [
        output["ExportName"]
        for output in doc.get("Outputs", ())
        if "ExportName" in output
    ]
    for name, users in stack.importers(tx, key.scope, names).items():
        if users:
            text = f"Export {name} cannot be deleted as it is in use by {' and '.join(users)}"
            raise ValidationError(text)
