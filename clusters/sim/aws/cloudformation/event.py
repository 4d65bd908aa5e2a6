"""Stack events, one by one, and what the learner's event stream says of them."""

from __future__ import annotations

from typing import Any, NamedTuple

from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

KIND = "cloudformation.StackEvent"
QUIET = "Resource creation Initiated"
"""The second event of each resource; the stream of events goes without it."""


def scope(doc: Document) -> str:
    """Events and resources are filed under the stack's unique id: names come again."""
    region = doc["StackId"].split(":")[3]
    return f"{region}/{doc['_']['unique']}"


class Subject(NamedTuple):
    """What an event is about."""

    logical_id: str
    physical_id: str
    type: str


def record(tx: Tx, stack: Key, subject: Subject, status: str, reason: str = "") -> None:
    """Write down an event and tell it."""
    doc = tx.need(stack)
    entry: dict[str, Any] = {
        "StackId": doc["StackId"],
        "EventId": f"{subject.logical_id}-{status}-{tx.rng.uuid()}",
        "StackName": doc["StackName"],
        "LogicalResourceId": subject.logical_id,
        "PhysicalResourceId": subject.physical_id,
        "ResourceType": subject.type,
        "Timestamp": tx.epoch,
        "ResourceStatus": status,
        **({"ResourceStatusReason": reason} if reason else {}),
        **({"ClientRequestToken": doc["_"]["token"]} if doc["_"].get("token") else {}),
    }
    # Named by the revision that it follows: events sort as they happened.
    tx.add(Key(KIND, scope(doc), f"{tx.rv:010d}"), entry)
    if reason != QUIET:
        _tell(tx, stack, subject, status, reason)


def _tell(tx: Tx, stack: Key, subject: Subject, status: str, reason: str) -> None:
    failed = status.endswith("_FAILED") or "ROLLBACK" in status
    what = f"{subject.logical_id} ({subject.type})"
    if subject.type == "AWS::CloudFormation::Stack":
        what = f"stack {subject.logical_id}"
    tx.tell(
        stack,
        "cloudformation",
        status,
        f"{what}: {status}" + (f": {reason}" if reason else ""),
        owner="you",
        next="you" if status.endswith("_FAILED") else "nobody",
        severity="error" if failed else "info",
    )


def of_stack(view: Reader, doc: Document) -> list[Document]:
    """A stack's events, newest first."""
    return [entry for _, entry in view.list(KIND, scope(doc))][::-1]
