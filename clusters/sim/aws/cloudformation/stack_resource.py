"""The resources of a stack: what each is called in reality, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clusters.sim.aws.cloudformation import event
from clusters.sim.commands import Doc
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader, index

KIND = "cloudformation.StackResource"
OLD = "cloudformation.SupersededResource"
"""What an update has replaced, until it is deleted or comes back."""
DRIFT = {"StackResourceDriftStatus": "NOT_CHECKED"}


def _awaited(_key: Key, doc: Doc) -> Iterable[str]:
    return (doc["_"]["awaits"],) if doc["_"].get("awaits") else ()


index(KIND, "awaits", _awaited)
index(OLD, "awaits", _awaited)


def path(awaited: Key) -> str:
    """A key as the index of awaited documents files it."""
    return f"{awaited.kind}|{awaited.scope}|{awaited.name}"


def key(view: Reader, stack: Key, logical_id: str) -> Key:
    doc = view.find(stack)
    if doc is None:
        raise KeyError(stack)
    return Key(KIND, event.scope(doc), logical_id)


def of_stack(view: Reader, stack: Key) -> list[tuple[Key, Document]]:
    """The stack's resources, by logical id."""
    doc = view.find(stack)
    return view.list(KIND, event.scope(doc)) if doc else []


def superseded(view: Reader, stack: Key) -> list[tuple[Key, Document]]:
    doc = view.find(stack)
    return view.list(OLD, event.scope(doc)) if doc else []


def supersede(tx: Tx, here: Key) -> None:
    """Put the resource aside; its place is free for the one that replaces it."""
    tx.put(here._replace(kind=OLD), tx.need(here))
    with tx.edit(here) as doc:
        doc["PhysicalResourceId"] = ""


def swap_back(tx: Tx, here: Key) -> None:
    """Let what was put aside and what replaced it change places."""
    aside = here._replace(kind=OLD)
    old, new = tx.need(aside), tx.need(here)
    tx.put(here, old)
    tx.put(aside, new)


def add(tx: Tx, stack: Key, logical_id: str, kind: str) -> Key:
    """A resource that is about to be made."""
    doc = tx.need(stack)
    made = key(tx, stack, logical_id)
    body: dict[str, Any] = {
        "StackName": doc["StackName"],
        "StackId": doc["StackId"],
        "LogicalResourceId": logical_id,
        "PhysicalResourceId": "",
        "ResourceType": kind,
        "Timestamp": tx.epoch,
        "ResourceStatus": "CREATE_IN_PROGRESS",
        "DriftInformation": DRIFT,
        "_": {"stack": stack.name, "properties": {}, "order": tx.rv},
    }
    tx.put(made, body)
    return made


def turn(tx: Tx, stack: Key, here: Key, status: str, reason: str = "") -> None:
    """Give a resource a status, with its event."""
    with tx.edit(here) as doc:
        doc["ResourceStatus"], doc["Timestamp"] = status, tx.epoch
        doc.pop("ResourceStatusReason", None)
        if reason:
            doc["ResourceStatusReason"] = reason
    doc = tx.need(here)
    physical, kind = doc["PhysicalResourceId"], doc["ResourceType"]
    subject = event.Subject(here.name, physical, kind)
    event.record(tx, stack, subject, status, reason)


def present(doc: Doc) -> bool:
    """Whether the resource is there, or may be."""
    return doc["ResourceStatus"] not in ("DELETE_COMPLETE", "DELETE_SKIPPED") and bool(
        doc["PhysicalResourceId"]
    )


def shown(doc: Document) -> dict[str, Any]:
    """As DescribeStackResources shows it."""
    return {name: value for name, value in doc.items() if name != "_"}
