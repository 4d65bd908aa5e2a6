"""A Deployment's status and conditions, and its progress deadline."""

from __future__ import annotations

from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.controllers.deployment.replica_sets import Found, size
from clusters.sim.kube import version
from clusters.sim.kube.kind import cluster_of
from clusters.sim.kube.workloads import conditions, rolling
from clusters.sim.registry import Again
from clusters.sim.tx import Tx
from clusters.sim.world import Key

TERMINATING_SINCE = 35
"""From 1.35 on a status counts the Pods that are on their way out."""
COMPLETE = "NewReplicaSetAvailable"
TIMED_OUT = "ProgressDeadlineExceeded"


def write(tx: Tx, key: Key, sets: Found, *, judge: bool = True) -> Again | None:
    """Write the status; answers when its deadline must be looked at.

    `judge` is False while the Deployment is paused or scaled: progress stands still.
    """
    doc = tx.need(key)
    old = doc.get("status") or {}
    body = {**doc, "_": dict(doc["_"])}
    status = counted(tx, key, body, sets)
    _say_available(body, status, tx.stamp)
    _copy_failure(status, sets, tx.stamp)
    if judge and body["spec"].get("progressDeadlineSeconds") is not None:
        _judge(tx, body, old, status, sets)
    if status != old or body["_"] != doc["_"]:
        with tx.edit(key) as live:
            live.update(status=status, _=body["_"])
    return _left(tx, key)


def counted(tx: Tx, key: Key, body: Doc, sets: Found) -> dict[str, Any]:
    """The numbers of a status, from those of its ReplicaSets."""
    totals = {
        name: sum(doc.get("status", {}).get(name, 0) for _, doc in sets.all)
        for name in (
            "replicas",
            "readyReplicas",
            "availableReplicas",
            "terminatingReplicas",
        )
    }
    new = sets.new[1].get("status", {}) if sets.new else {}
    wanted = sum(size(doc) for _, doc in sets.all)
    old = body.get("status") or {}
    status: dict[str, Any] = {
        "observedGeneration": body["metadata"].get("generation", 1),
        "replicas": totals["replicas"],
        "updatedReplicas": new.get("replicas", 0),
        "readyReplicas": totals["readyReplicas"],
        "availableReplicas": totals["availableReplicas"],
        "unavailableReplicas": max(0, wanted - totals["availableReplicas"]),
    }
    status = {k: v for k, v in status.items() if v or k == "observedGeneration"}
    if version.minor(tx, cluster_of(key)) >= TERMINATING_SINCE:
        status["terminatingReplicas"] = totals["terminatingReplicas"]
    if "collisionCount" in old:
        status["collisionCount"] = old["collisionCount"]
    if "conditions" in old:
        status["conditions"] = [dict(condition) for condition in old["conditions"]]
    return status


def say(tx: Tx, key: Key, status: str, reason: str, message: str) -> None:
    """Set the Progressing condition."""
    with tx.edit(key) as body:
        _progress(tx, body, body.setdefault("status", {}), (status, reason, message))


def _progress(
    tx: Tx, body: dict[str, Any], status: dict[str, Any], what: tuple[str, str, str]
) -> None:
    """`what` is the condition's status, reason and message."""
    new = {"type": "Progressing", "lastUpdateTime": tx.stamp}
    new.update(zip(("status", "reason", "message"), what, strict=True))
    if conditions.put(status, new, tx.stamp):
        body.setdefault("_", {})["progressed"] = tx.now


def _say_available(body: Doc, status: dict[str, Any], stamp: str) -> None:
    needed = body["spec"]["replicas"] - rolling.bounds(body).unavailable
    enough = status.get("availableReplicas", 0) >= needed
    reason = "MinimumReplicasAvailable" if enough else "MinimumReplicasUnavailable"
    has = "has" if enough else "does not have"
    new = {
        "type": "Available",
        "status": "True" if enough else "False",
        "reason": reason,
        "message": f"Deployment {has} minimum availability.",
        "lastUpdateTime": stamp,
    }
    conditions.put(status, new, stamp)


def _copy_failure(status: dict[str, Any], sets: Found, stamp: str) -> None:
    ordered = ([sets.new] if sets.new else []) + list(sets.old)
    for _, doc in ordered:
        failed = conditions.condition(doc.get("status", {}), "ReplicaFailure")
        if failed is not None:
            conditions.put(status, {**failed, "lastUpdateTime": stamp}, stamp)
            return
    conditions.drop(status, "ReplicaFailure")


def complete(body: Doc, status: Doc) -> bool:
    """All replicas are of the new revision, available, and no old one is left."""
    desired = body["spec"]["replicas"]
    return all(
        status.get(name, 0) == desired
        for name in ("updatedReplicas", "replicas", "availableReplicas")
    )


def _judge(
    tx: Tx, body: dict[str, Any], old: Doc, status: dict[str, Any], sets: Found
) -> None:
    present = conditions.condition(status, "Progressing")
    was_complete = present is not None and present.get("reason") == COMPLETE
    if was_complete and status.get("replicas", 0) == status.get("updatedReplicas", 0):
        return
    name = (
        f'ReplicaSet "{sets.new[0].name}"'
        if sets.new
        else f'Deployment "{_name(body)}"'
    )
    if complete(body, status):
        text = f"{name} has successfully progressed."
        _progress(tx, body, status, ("True", COMPLETE, text))
    elif _progressing(old, status):
        text = f"{name} is progressing."
        if not _progress_again(tx, body, status, text):
            _progress(tx, body, status, ("True", "ReplicaSetUpdated", text))
    elif present is not None and _overdue(tx, body, present):
        text = f"{name} has timed out progressing."
        _progress(tx, body, status, ("False", TIMED_OUT, text))


def _progress_again(
    tx: Tx, body: dict[str, Any], status: dict[str, Any], text: str
) -> bool:
    """Progress that is already said moves only when it was last seen."""
    for place in status.get("conditions", ()):
        if place["type"] == "Progressing" and place["message"] == text:
            place["lastUpdateTime"] = tx.stamp
            body.setdefault("_", {})["progressed"] = tx.now
            return True
    return False


def _progressing(old: Doc, new: Doc) -> bool:
    def stale(status: Doc) -> int:
        count: int = status.get("replicas", 0) - status.get("updatedReplicas", 0)
        return count

    grew = ("updatedReplicas", "readyReplicas", "availableReplicas")
    return stale(new) < stale(old) or any(new.get(n, 0) > old.get(n, 0) for n in grew)


def _overdue(tx: Tx, body: Doc, present: Doc) -> bool:
    if present.get("reason") in {COMPLETE, TIMED_OUT}:
        return False
    since = body.get("_", {}).get("progressed", tx.now)
    return bool(tx.now >= since + body["spec"]["progressDeadlineSeconds"])


def _left(tx: Tx, key: Key) -> Again | None:
    """Until the progress deadline, where one is running.

    A deadline leads nowhere by itself, so no `instant` clock goes there for it.
    """
    doc = tx.need(key)
    deadline = doc["spec"].get("progressDeadlineSeconds")
    present = conditions.condition(doc.get("status", {}), "Progressing")
    if deadline is None or doc["spec"].get("paused") or present is None:
        return None
    if present.get("reason") in {COMPLETE, TIMED_OUT} or complete(doc, doc["status"]):
        return None
    since: float = doc["_"].get("progressed", tx.now)
    return Again(max(0.0, since + float(deadline) - tx.now))


def _name(body: Doc) -> str:
    name: str = body["metadata"]["name"]
    return name
