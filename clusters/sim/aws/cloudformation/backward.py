"""Resources of a stack deleted, each before those that it needs."""

from __future__ import annotations

from clusters.sim.aws.cloudformation import (
    change_set,
    refused,
    scope,
    stack,
    stack_resource,
    submission,
)
from clusters.sim.aws.cloudformation.resource_type import resource_types
from clusters.sim.catalog.timings import ec2 as timings
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key

RETRY, PATIENCE = 15.0, 600.0
"""A deletion that others still stand in the way of is tried again, for so long."""
KEPT = 20
"""Deleted stacks that an account still lists (AWS: those of the last 90 days)."""
Item = tuple[Key, Document]


def step(tx: Tx, key: Key) -> float | None:
    """The next small thing; when to look again, None to wait for a watched change."""
    waits = [
        _look(tx, key, item)
        for item, doc in _leaving(tx, key)
        if doc["ResourceStatus"] == "DELETE_IN_PROGRESS"
    ]
    left = _leaving(tx, key)
    ready = [
        item
        for item, doc in left
        if not doc["ResourceStatus"].startswith("DELETE_")
        and not any(item.name in other["_"].get("needs", ()) for _, other in left)
    ]
    if ready:
        _begin(tx, key, ready[-1])
        return timings.STACK_GAP.draw(tx.rng)
    if any(doc["ResourceStatus"] == "DELETE_IN_PROGRESS" for _, doc in left):
        timed = [wait for wait in waits if wait]
        return min(timed) if timed else None
    _finish(tx, key, [item.name for item, _ in left])
    return None


def _leaving(tx: Tx, key: Key) -> list[Item]:
    """What is to go: all of the stack, or what an update has left over."""
    found = [
        (item, doc)
        for item, doc in stack_resource.of_stack(tx, key)
        if stack_resource.present(doc)
    ]
    if "CLEANUP" in tx.need(key)["StackStatus"]:
        kept = set(scope.of_stack(tx, key).wanted())
        found = [(item, doc) for item, doc in found if item.name not in kept]
    found += [
        (item, doc)
        for item, doc in stack_resource.superseded(tx, key)
        if stack_resource.present(doc)
    ]
    return sorted(found, key=lambda entry: int(entry[1]["_"]["order"]))


def _begin(tx: Tx, key: Key, item: Key) -> None:
    doc = tx.need(item)
    policy = doc["_"].get("policy", "Delete")
    fresh = tx.need(key)["StackStatus"] == "ROLLBACK_IN_PROGRESS"
    kept = policy == "Retain" or (policy == "RetainExceptOnCreate" and not fresh)
    if kept or item.name in tx.need(key)["_"].get("retain", ()):
        stack_resource.turn(tx, key, item, "DELETE_SKIPPED")
        return
    with tx.edit(item) as body:
        body["_"]["asked"] = False
        body["_"]["until"], body["_"]["patience"] = tx.now, tx.now + PATIENCE
    stack_resource.turn(tx, key, item, "DELETE_IN_PROGRESS")
    _look(tx, key, item)


def _look(tx: Tx, key: Key, item: Key) -> float | None:
    """Ask for the deletion, or see whether it is done; else how long to wait."""
    doc = tx.need(item)
    left = float(doc["_"]["until"] - tx.now)
    if left > 0:
        return left
    if not doc["_"]["asked"]:
        return _ask(tx, key, item, doc)
    kind = resource_types[doc["ResourceType"]]
    try:
        gone = kind.gone(stack.work(tx, key, item.name), doc["PhysicalResourceId"])
    except Refusal as refusal:
        return _refused(tx, key, item, refusal)
    if gone:
        with tx.edit(item) as body:
            body["_"].pop("awaits", None)
        stack_resource.turn(tx, key, item, "DELETE_COMPLETE")
    return None


def _ask(tx: Tx, key: Key, item: Key, doc: Doc) -> float | None:
    kind = resource_types[doc["ResourceType"]]
    work, physical = stack.work(tx, key, item.name), doc["PhysicalResourceId"]
    try:
        with tx.savepoint():
            kind.delete(work, physical, kind.shaped(doc["_"]["properties"]))
    except Refusal as refusal:
        return _refused(tx, key, item, refusal)
    with tx.edit(item) as body:
        body["_"]["asked"] = True
        body["_"]["until"] = tx.now + timings.STACK_RESOURCE.draw(tx.rng)
        if kind.document is not None:
            body["_"]["awaits"] = stack_resource.path(kind.document(work, physical))
    return float(tx.need(item)["_"]["until"] - tx.now)


def _refused(tx: Tx, key: Key, item: Key, refusal: Refusal) -> float | None:
    doc = tx.need(item)
    if refused.passes(refusal) and tx.now < doc["_"]["patience"]:
        with tx.edit(item) as body:
            body["_"]["until"] = tx.now + RETRY
        return RETRY
    text = refused.reason(tx, doc["ResourceType"], refusal)
    stack_resource.turn(tx, key, item, "DELETE_FAILED", text)
    return None


def _finish(tx: Tx, key: Key, left: list[str]) -> None:
    status = tx.need(key)["StackStatus"]
    for item, _ in stack_resource.superseded(tx, key):
        if item.name not in left:
            tx.remove(item)
    if "CLEANUP" in status:
        submission.settle(tx, key)
        # What cannot be cleaned up stays behind; the update itself has succeeded.
        stack.turn(tx, key, status.replace("_CLEANUP_IN_PROGRESS", ""))
        return
    if left:
        text = (
            f"The following resource(s) failed to delete: [{', '.join(sorted(left))}]. "
        )
        stack.turn(tx, key, status.replace("_IN_PROGRESS", "_FAILED"), text)
        return
    stack.turn(tx, key, status.replace("_IN_PROGRESS", "_COMPLETE"))
    if status == "DELETE_IN_PROGRESS":
        _bury(tx, key)


def _bury(tx: Tx, key: Key) -> None:
    """Free the name; the stack can still be described by its id."""
    with tx.edit(key) as doc:
        doc["DeletionTime"] = tx.epoch
    for found, _ in change_set.of_stack(tx, key):
        tx.remove(found)
    doc = tx.need(key)
    tx.remove(key)
    tx.add(Key(stack.GONE, key.scope, doc["StackId"]), doc)
    buried = tx.list(stack.GONE, key.scope)
    buried.sort(key=lambda entry: float(entry[1]["DeletionTime"]))
    for old, body in buried[:-KEPT]:
        _forget(tx, old, body)


def _forget(tx: Tx, old: Key, body: Document) -> None:
    for item, _ in stack_resource.of_stack(tx, old):
        tx.remove(item)
    for item, _ in tx.list(
        "cloudformation.StackEvent", f"{old.scope}/{body['_']['unique']}"
    ):
        tx.remove(item)
    tx.remove(old)
