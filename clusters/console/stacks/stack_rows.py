"""A stack as pages show it: its status, what failed first, what a rollback left."""

from __future__ import annotations

from typing import Any

from clusters.console import things
from clusters.console.things import Thing
from clusters.live.words import wall_text
from clusters.sim.aws.cloudformation import event, stack, stack_resource
from clusters.sim.aws.cloudformation.giving_up import CANCELLED
from clusters.sim.commands import Doc
from clusters.sim.world import Document, Key, World

ENDED = ("COMPLETE", "FAILED")
INITIATED = "User Initiated"
ROLLED_BACK = (
    "ROLLBACK_COMPLETE",
    "ROLLBACK_FAILED",
    "UPDATE_ROLLBACK_COMPLETE",
    "UPDATE_ROLLBACK_FAILED",
    "CREATE_FAILED",
    "DELETE_FAILED",
)
NEXT = {
    "ROLLBACK_COMPLETE": "A stack that was rolled back at its creation can only be "
    "deleted. Mend the cause, delete it, and create it again.",
    "ROLLBACK_FAILED": "CloudFormation could not take everything back. Remove what is in "
    "the way, then delete the stack.",
    "CREATE_FAILED": "Nothing was taken back, as you asked. Look, then delete the stack.",
    "DELETE_FAILED": "Something holds on to a resource. Remove what is in the way, then "
    "delete the stack again.",
    "UPDATE_ROLLBACK_COMPLETE": "The stack is as it was before the update. Mend the "
    "cause and update again.",
    "UPDATE_ROLLBACK_FAILED": "The way back failed, too. Remove what is in the way.",
    "REVIEW_IN_PROGRESS": "Nothing is made until a change set is executed.",
}
LINKED = {
    "AWS::IAM::Role": "role",
    "AWS::EC2::Instance": "instance",
    "AWS::CloudFormation::Stack": "stack",
}


def tone(status: str) -> str:
    """Failures and roads back are told apart from success by more than a word."""
    if status.endswith("_IN_PROGRESS"):
        return "warn" if "ROLLBACK" in status else "busy"
    if status.endswith("FAILED"):
        return "bad"
    if "ROLLBACK" in status:
        return "warn"
    return "off" if status.startswith("DELETE") else "ok"


def row(world: World, key: Key, doc: Document) -> dict[str, Any]:
    """A stack in the list."""
    items = stack_resource.of_stack(world, key)
    done = sum(i["ResourceStatus"].endswith("_COMPLETE") for _, i in items)
    return {
        "name": key.name,
        "status": doc["StackStatus"],
        "tone": tone(doc["StackStatus"]),
        "reason": doc.get("StackStatusReason", ""),
        "about": doc.get("Description", ""),
        "done": done,
        "count": len(items),
        "working": doc["StackStatus"].endswith(stack.BUSY),
        "born": doc["CreationTime"],
    }


def events(world: World, doc: Document) -> list[dict[str, Any]]:
    """What happened, newest first; the first failure of a run is marked."""
    found = event.of_stack(world, doc)
    first = first_failure(found)
    return [
        {
            "id": item["EventId"],
            "time": wall_text(item["Timestamp"]),
            "logical": item["LogicalResourceId"],
            "type": item["ResourceType"],
            "status": item["ResourceStatus"],
            "tone": tone(item["ResourceStatus"]).replace("busy", "info"),
            "reason": item.get("ResourceStatusReason", ""),
            "first": item is first,
        }
        for item in found
    ]


def first_failure(newest_first: list[Document]) -> Document | None:
    """The failure that the others followed from, in the newest run that had one."""
    first = None
    for item in newest_first:
        failed = item["ResourceStatus"].endswith("_FAILED")
        reason = item.get("ResourceStatusReason", "")
        of_stack = item["ResourceType"] == stack.TYPE
        if failed and not of_stack and CANCELLED not in reason:
            first = item
        if of_stack and reason == INITIATED and first is not None:
            return first
    return first


def resources(world: World, key: Key) -> list[dict[str, Any]]:
    listed = stack_resource.of_stack(world, key)
    rows = [
        {
            "logical": item.name,
            "type": doc["ResourceType"],
            "thing": thing(doc),
            "status": doc["ResourceStatus"],
            "tone": tone(doc["ResourceStatus"]),
            "reason": doc.get("ResourceStatusReason", ""),
            "order": doc["_"]["order"],
        }
        for item, doc in listed
    ]
    return sorted(rows, key=lambda item: int(item["order"]))


def thing(doc: Doc) -> Thing:
    """What a resource is called in the account, with a link where a page shows it."""
    physical = str(doc["PhysicalResourceId"])
    page = LINKED.get(doc["ResourceType"], "")
    return Thing(page, physical) if page else things.of_id(physical)


def left(world: World, key: Key, doc: Doc) -> list[str]:
    """What is still there after a road back, or a deletion that stopped."""
    if doc["StackStatus"] not in ROLLED_BACK:
        return []
    if doc["StackStatus"].startswith("UPDATE"):
        return [f"{i.name} ({d['ResourceType']})" for i, d in _failed(world, key)]
    return [
        f"{item.name} ({body['ResourceType']}): {body['PhysicalResourceId']}"
        for item, body in stack_resource.of_stack(world, key)
        if stack_resource.present(body)
    ]


def _failed(world: World, key: Key) -> list[tuple[Key, Document]]:
    listed = stack_resource.of_stack(world, key)
    return [(i, d) for i, d in listed if d["ResourceStatus"].endswith("_FAILED")]
