"""A stack on its way to its template: resources made or changed, one after another."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.cloudformation import (
    giving_up,
    outputs,
    plan,
    refused,
    scope,
    stack,
    stack_resource,
    submission,
)
from clusters.sim.aws.cloudformation.errors import ValidationError
from clusters.sim.aws.cloudformation.resource_type import ResourceType, resource_types
from clusters.sim.aws.cloudformation.scope import StackScope
from clusters.sim.catalog.timings import ec2 as timings
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key


def step(tx: Tx, key: Key) -> float | None:
    """The next small thing; when to look again, None to wait for a watched change."""
    waits = [
        _settle(tx, key, item, doc)
        for item, doc in stack_resource.of_stack(tx, key)
        if doc["ResourceStatus"] in giving_up.WORKING
    ]
    if tx.need(key)["_"]["failed"] or _late(tx, key):
        giving_up.begin(tx, key)
        return timings.STACK_GAP.draw(tx.rng)
    view = scope.of_stack(tx, key)
    wanted = view.wanted()
    started = _start_next(tx, view, wanted)
    if started:
        return timings.STACK_GAP.draw(tx.rng)
    if set(wanted) <= set(tx.need(key)["_"]["done"]):
        return _finish(tx, view)
    left = [wait for wait in waits if wait]
    return min(left) if left else None


def _late(tx: Tx, key: Key) -> bool:
    doc = tx.need(key)
    deadline = float(doc["_"].get("deadline", "inf"))
    return doc["StackStatus"] == "CREATE_IN_PROGRESS" and tx.now >= deadline


def _settle(tx: Tx, key: Key, item: Key, doc: Document) -> float | None:
    """See whether a resource has got where it was going; else how long to wait."""
    left = float(doc["_"]["until"] - tx.now)
    if left > 0:
        return left
    kind = resource_types[doc["ResourceType"]]
    work = stack.work(tx, key, item.name)
    try:
        settled = kind.settled(work, doc["PhysicalResourceId"])
    except Refusal as refusal:
        _fail(tx, key, item, refusal)
        return None
    if settled:
        status = doc["ResourceStatus"].replace("IN_PROGRESS", "COMPLETE")
        with tx.edit(item) as body:
            body["_"].pop("awaits", None)
        stack_resource.turn(tx, key, item, status)
        _note(tx, key, "done", item.name)
    return None


def _start_next(tx: Tx, view: StackScope, wanted: list[str]) -> bool:
    """Start the first resource whose needs are met; those that stay count as done."""
    for name in wanted:
        doc = tx.need(view.key)
        done = set(doc["_"]["done"])
        item = stack_resource.key(tx, view.key, name)
        held = tx.find(item)
        moving = held is not None and held["ResourceStatus"] in giving_up.WORKING
        if name in done or moving or (view.template.needs[name] & set(wanted)) - done:
            continue
        if _begin(tx, view, name, item):
            return True
    return False


def _begin(tx: Tx, view: StackScope, name: str, item: Key) -> bool:
    """Make or change a resource; False when it stays as it is."""
    body, held = view.template.resources[name], tx.find(item)
    there = held is not None and stack_resource.present(held)
    try:
        properties = view.properties(name)
    except Refusal as refusal:
        if held is None:
            stack_resource.add(tx, view.key, name, body["Type"])
        _fail(tx, view.key, item, refusal)
        return True
    if not there:
        _create(tx, view, name, properties)
        return True
    if held is not None and _same(held, body["Type"], properties):
        if held["ResourceStatus"].endswith("_FAILED"):
            stack_resource.turn(tx, view.key, item, "UPDATE_COMPLETE")
        _note(tx, view.key, "done", name)
        return False
    _change(tx, view, item, properties)
    return True


def _same(held: Doc, kind: str, properties: Doc) -> bool:
    return bool(held["ResourceType"] == kind and held["_"]["properties"] == properties)


def _create(tx: Tx, view: StackScope, name: str, properties: dict[str, Any]) -> None:
    body = view.template.resources[name]
    item = stack_resource.add(tx, view.key, name, body["Type"])
    with tx.edit(item) as doc:
        doc["_"]["needs"] = sorted(view.template.needs[name])
        doc["_"]["policy"] = body.get("DeletionPolicy", "Delete")
    stack_resource.turn(tx, view.key, item, "CREATE_IN_PROGRESS")
    work = stack.work(tx, view.key, name)
    try:
        kind = _known(body["Type"])
        with tx.savepoint():
            physical = kind.create(work, kind.shaped(properties))
    except Refusal as refusal:
        _fail(tx, view.key, item, refusal)
        return
    with tx.edit(item) as doc:
        doc["PhysicalResourceId"] = physical
        doc["_"]["properties"] = properties
    _await(tx, view, item, kind)
    initiated = "Resource creation Initiated"
    stack_resource.turn(tx, view.key, item, "CREATE_IN_PROGRESS", initiated)


def _known(name: str) -> ResourceType:
    kind = resource_types.get(name)
    if kind is None:
        raise ValidationError(f"Halfplane does not simulate {name} yet.")
    return kind


def _change(tx: Tx, view: StackScope, item: Key, properties: dict[str, Any]) -> None:
    """Update a resource in place, or make the one that replaces it."""
    body, held = view.template.resources[item.name], tx.need(item)
    aside = tx.find(item._replace(kind=stack_resource.OLD))
    if aside is not None and _same(aside, body["Type"], properties):
        stack_resource.swap_back(tx, item)
        stack_resource.turn(tx, view.key, item, "UPDATE_COMPLETE")
        _note(tx, view.key, "done", item.name)
        return
    old = held["_"]["properties"]
    changed = [m for m in {*old, *properties} if old.get(m) != properties.get(m)]
    if body["Type"] != held["ResourceType"] or plan.replaces(body["Type"], changed):
        _replace(tx, view, item, properties)
        return
    stack_resource.turn(tx, view.key, item, "UPDATE_IN_PROGRESS")
    kind = _known(body["Type"])
    work = stack.work(tx, view.key, item.name)
    try:
        with tx.savepoint():
            if kind.update is not None:
                before, after = kind.shaped(old), kind.shaped(properties)
                kind.update(work, held["PhysicalResourceId"], before, after)
    except Refusal as refusal:
        _fail(tx, view.key, item, refusal)
        return
    with tx.edit(item) as doc:
        doc["_"]["properties"] = properties
        doc["_"]["needs"] = sorted(view.template.needs[item.name])
        doc["_"]["policy"] = body.get("DeletionPolicy", "Delete")
    _await(tx, view, item, kind)


def _replace(tx: Tx, view: StackScope, item: Key, properties: dict[str, Any]) -> None:
    text = (
        "Requested update requires the creation of a new physical resource; hence "
        "creating one."
    )
    stack_resource.turn(tx, view.key, item, "UPDATE_IN_PROGRESS", text)
    stack_resource.supersede(tx, item)
    _create(tx, view, item.name, properties)


def _await(tx: Tx, view: StackScope, item: Key, kind: ResourceType) -> None:
    """Note how long the resource takes, and whose change would tell that it is there."""
    takes = timings.STACK_SLOW_RESOURCES.get(kind.name, timings.STACK_RESOURCE)
    work = stack.work(tx, view.key, item.name)
    with tx.edit(item) as doc:
        doc["_"]["until"] = tx.now + takes.draw(tx.rng)
        if kind.document is not None:
            awaited = kind.document(work, doc["PhysicalResourceId"])
            doc["_"]["awaits"] = stack_resource.path(awaited)


def _fail(tx: Tx, key: Key, item: Key, refusal: Refusal) -> None:
    doc = tx.need(item)
    action = "UPDATE" if doc["ResourceStatus"].startswith("UPDATE") else "CREATE"
    text = refused.reason(tx, doc["ResourceType"], refusal)
    with tx.edit(item) as body:
        body["_"].pop("awaits", None)
    stack_resource.turn(tx, key, item, f"{action}_FAILED", text)
    _note(tx, key, "failed", item.name)


def _note(tx: Tx, key: Key, list_name: str, logical_id: str) -> None:
    with tx.edit(key) as doc:
        doc["_"][list_name].append(logical_id)


def _finish(tx: Tx, view: StackScope) -> float | None:
    """All resources are there: the outputs, and the status that says so."""
    status = tx.need(view.key)["StackStatus"]
    try:
        found = outputs.worked_out(tx, view)
    except Refusal as refusal:
        stack.turn(tx, view.key, status, refusal.message)
        _note(tx, view.key, "failed", "Outputs")
        return timings.STACK_GAP.draw(tx.rng)
    with tx.edit(view.key) as doc:
        doc.pop("Outputs", None)
        if found:
            doc["Outputs"] = found
    if status == "CREATE_IN_PROGRESS":
        submission.settle(tx, view.key)
        stack.turn(tx, view.key, "CREATE_COMPLETE")
        return None
    stack.turn(
        tx, view.key, status.replace("_IN_PROGRESS", "_COMPLETE_CLEANUP_IN_PROGRESS")
    )
    return timings.STACK_GAP.draw(tx.rng)
