"""Change sets: a submission to look at before it is executed."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.cloudformation import parameters, stack, template
from clusters.sim.aws.cloudformation.errors import (
    ChangeSetNotFoundException,
    ValidationError,
)
from clusters.sim.aws.cloudformation.submission import Submission
from clusters.sim.aws.ec2 import account
from clusters.sim.commands import Doc
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

KIND = "cloudformation.ChangeSet"


def key(of: Key, name: str) -> Key:
    """The change set of this name of a stack."""
    return Key(KIND, of.scope, f"{of.name}/{name}")


def of_stack(view: Reader, of: Key) -> list[tuple[Key, Document]]:
    return [
        (found, doc)
        for found, doc in view.list(KIND, of.scope)
        if found.name.startswith(f"{of.name}/")
    ]


def find(view: Reader, region: str, request: Doc) -> Key | None:
    """The change set that a request names, by name and stack or by its ARN."""
    name = request["ChangeSetName"]
    if name.startswith("arn:"):
        for found, doc in view.list(KIND, region):
            if doc["ChangeSetId"] == name:
                return found
        return None
    if not request.get("StackName"):
        raise ValidationError(
            "StackName must be specified if ChangeSetName is not specified as an ARN."
        )
    of = stack.require(view, region, request["StackName"])
    return key(of, name) if view.find(key(of, name)) is not None else None


def located(view: Reader, region: str, request: Doc) -> Key:
    """The change set that a request names, which must be there."""
    found = find(view, region, request)
    if found is None:
        raise ChangeSetNotFoundException(request["ChangeSetName"])
    return found


def add(
    tx: Tx,
    made: Key,
    request: Doc,
    submitted: Submission,
    changes: list[dict[str, Any]],
) -> None:
    """A change set that can be executed."""
    name = request["ChangeSetName"]
    of = tx.need(stack.key(made.scope, made.name.split("/", 1)[0]))
    number = account.number(tx)
    doc: dict[str, Any] = {
        "ChangeSetName": name,
        "ChangeSetId": f"arn:aws:cloudformation:{made.scope}:{number}:changeSet/{name}/{tx.rng.uuid()}",
        "StackId": of["StackId"],
        "StackName": of["StackName"],
        **(
            {"Description": request["Description"]}
            if request.get("Description")
            else {}
        ),
        "Parameters": parameters.shown(
            made.scope, submitted.template.parameters, submitted.values
        ),
        "CreationTime": tx.epoch,
        "ExecutionStatus": "AVAILABLE",
        "Status": "CREATE_COMPLETE",
        "NotificationARNs": list(request.get("NotificationARNs") or ()),
        "RollbackConfiguration": {},
        "Capabilities": list(submitted.capabilities),
        "Tags": [dict(tag) for tag in submitted.tags or ()],
        "Changes": changes,
        "IncludeNestedStacks": False,
        "_": {
            "created": tx.now,
            "template": submitted.template.text,
            "values": dict(submitted.values),
            "resolved": dict(submitted.resolved),
            "tagged": submitted.tags is not None,
            "role": request.get("RoleARN"),
            "on_failure": request.get("OnStackFailure") or "ROLLBACK",
        },
    }
    tx.add(made, doc)


def submitted(doc: Document) -> Submission:
    """What executing the change set submits."""
    hidden = doc["_"]
    return Submission(
        template.parsed(hidden["template"]),
        hidden["values"],
        hidden["resolved"],
        tuple(doc["Capabilities"]),
        tuple(doc["Tags"]) if hidden["tagged"] else None,
    )
