"""Conditions of a status: found, and set without losing when they last changed."""

from __future__ import annotations

from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.tx import Tx
from clusters.sim.world import Key


def condition(status: Doc, name: str) -> Doc | None:
    """The condition of this type."""
    conditions: list[Doc] = status.get("conditions") or []
    return next((c for c in conditions if c["type"] == name), None)


def is_true(status: Doc, name: str) -> bool:
    found = condition(status, name)
    return found is not None and found["status"] == "True"


def put(status: dict[str, Any], new: dict[str, Any], stamp: str) -> bool:
    """Set a condition; False when status, reason and message stand so already.

    `lastTransitionTime` moves only when the condition's status does.
    """
    conditions = status.setdefault("conditions", [])
    for place, old in enumerate(conditions):
        if old["type"] != new["type"]:
            continue
        if all(
            old.get(name) == new.get(name) for name in ("status", "reason", "message")
        ):
            return False
        same = old["status"] == new["status"]
        since = old["lastTransitionTime"] if same else stamp
        conditions[place] = {**new, "lastTransitionTime": since}
        return True
    conditions.append({**new, "lastTransitionTime": stamp})
    return True


def write(tx: Tx, key: Key, status: dict[str, Any]) -> None:
    """Put a whole status; what stands so already is not even copied."""
    if tx.need(key).get("status") != status:
        with tx.edit(key) as body:
            body["status"] = status


def drop(status: dict[str, Any], name: str) -> None:
    """Take a condition away."""
    if "conditions" in status:
        status["conditions"] = [c for c in status["conditions"] if c["type"] != name]
