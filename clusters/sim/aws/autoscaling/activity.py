"""Scaling activities: what a group did and why, newest first."""

from __future__ import annotations

import json
from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

KIND = "autoscaling.Activity"
KEPT = 100
"""Older activities of a group are forgotten (AWS forgets them after six weeks)."""


def scope(group: Key) -> str:
    return f"{group.scope}/{group.name}"


def record(
    tx: Tx, group: Key, description: str, cause: str, place: Doc, **members: Any
) -> Key:
    """Write down an activity; `members` say how it stands."""
    with tx.edit(group) as doc:
        doc["_"]["activities"] += 1
        number = doc["_"]["activities"]
    details = {
        "Subnet ID": place.get("SubnetId", ""),
        "Availability Zone": place.get("AvailabilityZone", ""),
    }
    found: dict[str, Any] = {
        "ActivityId": tx.rng.uuid(),
        "AutoScalingGroupName": group.name,
        "Description": description,
        "Cause": cause,
        "StartTime": tx.epoch,
        "StatusCode": "InProgress",
        "Progress": 50,
        "Details": json.dumps(details),
        "AutoScalingGroupARN": tx.need(group)["AutoScalingGroupARN"],
        **members,
        "_": {"created": tx.now},
    }
    key = Key(KIND, scope(group), f"{number:06d}")
    tx.add(key, found)
    old = Key(KIND, scope(group), f"{number - KEPT:06d}")
    if tx.find(old) is not None:
        tx.remove(old)
    return key


def place_of(instance: Doc) -> dict[str, str]:
    """Where an instance is, as activities say it."""
    zone = instance["Placement"]["AvailabilityZone"]
    return {"SubnetId": instance["SubnetId"], "AvailabilityZone": zone}


def ends_with(tx: Tx, key: Key, instance_id: str, *states: str) -> None:
    """Note which states of which instance end an activity."""
    with tx.edit(key) as doc:
        doc["_"].update({"instance": instance_id, "ends": list(states)})


def finish(tx: Tx, key: Key, status: str = "Successful", message: str = "") -> None:
    """Say how an activity ended."""
    with tx.edit(key) as doc:
        doc["StatusCode"], doc["Progress"], doc["EndTime"] = status, 100, tx.epoch
        if message:
            doc["StatusMessage"] = message


def of_group(view: Reader, group: Key) -> list[tuple[Key, Document]]:
    """A group's activities, newest first."""
    return view.list(KIND, scope(group))[::-1]


def last_failure(view: Reader, group: Key) -> str:
    """Why the newest launch failed; empty when it did not."""
    for _, doc in of_group(view, group):
        if doc["Description"].startswith("Launching"):
            return (
                str(doc.get("StatusMessage", ""))
                if doc["StatusCode"] == "Failed"
                else ""
            )
    return ""
