"""Stacks: a template at work, its parameters, status and outputs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from clusters.sim.aws.cloudformation import event, template
from clusters.sim.aws.cloudformation.errors import ValidationError
from clusters.sim.aws.cloudformation.resource_type import Work
from clusters.sim.aws.ec2 import account
from clusters.sim.commands import Caller, Doc
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

KIND, GONE = "cloudformation.Stack", "cloudformation.DeletedStack"
NAME = re.compile(r"[a-zA-Z][-a-zA-Z0-9]{0,127}")
TYPE = "AWS::CloudFormation::Stack"
BUSY = "_IN_PROGRESS"
UPDATABLE = (
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE",
    "UPDATE_FAILED",
)


def key(region: str, name: str) -> Key:
    return Key(KIND, region, name)


def located(view: Reader, region: str, name: str) -> Key | None:
    """The stack of this name or id; by its id also one that has been deleted."""
    if not name.startswith("arn:"):
        found = key(region, name)
        return found if view.find(found) is not None else None
    for kind in (KIND, GONE):
        for candidate, doc in view.list(kind, region):
            if doc["StackId"] == name:
                return candidate
    return None


def require(view: Reader, region: str, name: str) -> Key:
    """The key of a stack that must be there."""
    found = located(view, region, name)
    if found is None:
        raise ValidationError(f"Stack with id {name} does not exist")
    return found


def add(tx: Tx, caller: Caller, request: Doc, status: str) -> Key:
    """A new stack of the request's name, with nothing in it yet."""
    name = request["StackName"]
    if not NAME.fullmatch(name):
        raise ValidationError(
            f"1 validation error detected: Value '{name}' at 'stackName' failed to satisfy "
            "constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*"
        )
    made = key(caller.region, name)
    unique = tx.rng.uuid()
    doc: dict[str, Any] = {
        "StackId": f"arn:aws:cloudformation:{caller.region}:{account.number(tx)}:stack/{name}/{unique}",
        "StackName": name,
        "CreationTime": tx.epoch,
        "RollbackConfiguration": {},
        "StackStatus": status,
        "DisableRollback": False,
        "NotificationARNs": list(request.get("NotificationARNs") or ()),
        "Capabilities": list(request.get("Capabilities") or ()),
        "Tags": [],
        "EnableTerminationProtection": bool(request.get("EnableTerminationProtection")),
        "DriftInformation": {"StackDriftStatus": "NOT_CHECKED"},
        "_": {
            "created": tx.now,
            "unique": unique,
            "caller": _caller(tx, caller, request.get("RoleARN")),
            "template": "",
            "values": {},
            "resolved": {},
            "done": [],
            "failed": [],
        },
    }
    tx.add(made, doc)
    return made


def _caller(tx: Tx, caller: Caller, role_arn: str | None) -> dict[str, str]:
    """As whom the stack acts: whoever asked, or the service role it is given."""
    fields = ("account", "arn", "region", "principal_id", "access_key_id")
    found = {field: str(getattr(caller, field)) for field in fields}
    if not role_arn:
        return found
    name = role_arn.rsplit("/", 1)[-1]
    role = tx.find(Key("iam.Role", "", name))
    if role is None or role["Arn"] != role_arn:
        raise ValidationError(f"Role {role_arn} is invalid or cannot be assumed")
    session = "AWSCloudFormation"
    found["arn"] = f"arn:aws:sts::{caller.account}:assumed-role/{name}/{session}"
    found["principal_id"] = f"{role['RoleId']}:{session}"
    return found


def act_as(tx: Tx, here: Key, caller: Caller, role_arn: str | None) -> None:
    """From now on the stack acts as this caller, or as the service role."""
    with tx.edit(here) as doc:
        if role_arn or "RoleARN" not in doc:
            doc["_"]["caller"] = _caller(tx, caller, role_arn)
        if role_arn:
            doc["RoleARN"] = role_arn


def template_of(doc: Doc) -> template.Template:
    return template.parsed(doc["_"]["template"])


def work(tx: Tx, here: Key, logical_id: str) -> Work:
    """What the types need to work on one of the stack's resources."""
    doc = tx.need(here)
    caller = Caller(**doc["_"]["caller"], source="cloudformation")
    return Work(
        tx, caller, doc["StackId"], doc["StackName"], logical_id, tuple(doc["Tags"])
    )


def turn(tx: Tx, here: Key, status: str, reason: str = "") -> None:
    """Give the stack a status, with its event."""
    with tx.edit(here) as doc:
        doc["StackStatus"] = status
        doc.pop("StackStatusReason", None)
        if reason:
            doc["StackStatusReason"] = reason
    doc = tx.need(here)
    subject = event.Subject(doc["StackName"], doc["StackId"], TYPE)
    event.record(tx, here, subject, status, reason)


def busy(doc: Doc) -> bool:
    """Whether CloudFormation is at work on the stack."""
    status = doc["StackStatus"]
    return bool(status.endswith(BUSY)) and status != "REVIEW_IN_PROGRESS"


def exports(view: Reader, region: str) -> dict[str, tuple[str, str]]:
    """Exported values of a region: name -> (stack id, value)."""
    return {
        output["ExportName"]: (doc["StackId"], output["OutputValue"])
        for _, doc in view.list(KIND, region)
        for output in doc.get("Outputs", ())
        if "ExportName" in output
    }


def importers(view: Reader, region: str, names: Iterable[str]) -> dict[str, list[str]]:
    """Which stacks use the exports of these names."""
    found: dict[str, list[str]] = {name: [] for name in names}
    for key_, doc in view.list(KIND, region):
        for name in doc["_"].get("imports", ()):
            if name in found:
                found[name].append(key_.name)
    return found


def shown(doc: Document) -> dict[str, Any]:
    """As DescribeStacks shows it."""
    return {name: value for name, value in doc.items() if name != "_"}
