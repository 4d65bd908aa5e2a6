"""What a submission would change: the Changes of a change set."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.cloudformation import intrinsics, stack_resource
from clusters.sim.aws.cloudformation.resource_type import resource_types
from clusters.sim.aws.cloudformation.scope import StackScope
from clusters.sim.aws.cloudformation.submission import Submission
from clusters.sim.commands import Doc
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key


def changes(tx: Tx, key: Key, submitted: Submission) -> list[dict[str, Any]]:
    """Resources added, modified and removed, in the order of their making."""
    found: list[dict[str, Any]] = []
    replaced: frozenset[str] = frozenset()
    view = _scope(tx, key, submitted, replaced)
    wanted = _in_order(view)
    for name in wanted:
        change = _change(view, tx.find(stack_resource.key(tx, key, name)), name)
        if change is None:
            continue
        found.append(change)
        if change["Replacement"] == "True":
            replaced |= {name}
            view = _scope(tx, key, submitted, replaced)
    for item, doc in stack_resource.of_stack(tx, key):
        if item.name not in wanted and stack_resource.present(doc):
            found.append(_entry("Remove", item.name, doc["ResourceType"], doc))
    return [_shown(change) for change in found]


def outputs(tx: Tx, key: Key, submitted: Submission) -> dict[str, Any]:
    """The outputs that the submission would give, unknown ones as such."""
    view = _scope(tx, key, submitted, frozenset())
    return {
        name: intrinsics.evaluated(doc, view)
        for name, doc in submitted.template.outputs.items()
        if view.met(doc)
    }


def differs(tx: Tx, key: Key, submitted: Submission) -> bool:
    """Whether the submission would change anything at all."""
    doc = tx.need(key)
    if changes(tx, key, submitted):
        return True
    if submitted.tags is not None and list(submitted.tags) != doc["Tags"]:
        return True
    found = {
        name: (
            output.get("Value"),
            output.get("Description"),
            output.get("Export", {}).get("Name"),
        )
        for name, output in outputs(tx, key, submitted).items()
    }
    held = {
        output["OutputKey"]: (
            output["OutputValue"],
            output.get("Description"),
            output.get("ExportName"),
        )
        for output in doc.get("Outputs", ())
    }
    return found != held


def _scope(
    tx: Tx, key: Key, submitted: Submission, unknown: frozenset[str]
) -> StackScope:
    return StackScope(
        tx, key, submitted.template, submitted.resolved, tolerant=True, unknown=unknown
    )


def _in_order(view: StackScope) -> list[str]:
    """The wanted resources, each after those that it needs."""
    left, found = view.wanted(), []
    while left:
        ready = [name for name in left if not view.template.needs[name] & set(left)]
        found += ready
        left = [name for name in left if name not in ready]
    return found


def _change(
    view: StackScope, item: Document | None, name: str
) -> dict[str, Any] | None:
    kind = view.template.resources[name]["Type"]
    if item is None or not stack_resource.present(item):
        return _entry("Add", name, kind)
    properties, held = view.properties(name), item["_"]["properties"]
    entry, members = _entry("Modify", name, kind, item), sorted({*properties, *held})
    if kind != item["ResourceType"]:
        return _modification(entry, members, replaced=True)
    changed = [m for m in members if properties.get(m) != held.get(m)]
    if not changed:
        return None
    return _modification(entry, changed, replaced=replaces(kind, changed))


def replaces(kind: str, changed: list[str]) -> bool:
    """Whether a change of these properties makes a new resource."""
    known = resource_types.get(kind)
    return known is None or known.update is None or bool(known.replaces & set(changed))


def _entry(
    action: str, name: str, kind: str, item: Doc | None = None
) -> dict[str, Any]:
    return {
        "Action": action,
        "LogicalResourceId": name,
        **({"PhysicalResourceId": item["PhysicalResourceId"]} if item else {}),
        "ResourceType": kind,
        "Replacement": "",
        "Scope": [],
        "Details": [],
    }


def _modification(entry: Doc, changed: list[str], *, replaced: bool) -> dict[str, Any]:
    recreation = "Always" if replaced else "Never"
    details = [
        {
            "Target": {
                "Attribute": "Properties",
                "Name": member,
                "RequiresRecreation": recreation,
            },
            "Evaluation": "Static",
            "ChangeSource": "DirectModification",
        }
        for member in changed
    ]
    return {
        **entry,
        "Replacement": str(replaced),
        "Scope": ["Properties"],
        "Details": details,
    }


def _shown(change: dict[str, Any]) -> dict[str, Any]:
    kept = {
        name: value for name, value in change.items() if name != "Replacement" or value
    }
    return {"Type": "Resource", "ResourceChange": kept}
