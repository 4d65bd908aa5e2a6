"""What a workload still lacks, counted as `kubectl rollout status` counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from clusters.sim.commands import Doc
from clusters.sim.world import Key, World

FINISHED = ("Succeeded", "Failed")


class Counts(NamedTuple):
    """How many Pods of a workload are available, and how many it wants."""

    there: int
    wanted: int


def lacking(world: World, key: Key) -> str:
    """What an object is waited for, in words; empty when nothing is."""
    doc = world.find(key)
    title = f"{key.kind.removeprefix('k8s.')} {key.name}"
    if doc is None:
        return f"{title} is being created"
    found = counts(key, doc)
    if found is None or (found.there >= found.wanted and seen(doc)):
        return ""
    text = f"{title}: {found.there} of {found.wanted} Pods available"
    if late(doc):
        text += ", past its progress deadline; the events of its Pods say why"
    return text


def counts(key: Key, doc: Doc) -> Counts | None:
    """The Pods of a workload; None for what has none."""
    status: Mapping[str, Any] = doc.get("status") or {}
    match key.kind:
        case "k8s.Deployment":
            fresh = min(status.get("updatedReplicas", 0), available(status))
            return Counts(fresh, doc["spec"].get("replicas", 1))
        case "k8s.ReplicaSet":
            return Counts(available(status), doc["spec"].get("replicas", 1))
        case "k8s.DaemonSet":
            fresh = min(
                status.get("updatedNumberScheduled", 0),
                status.get("numberAvailable", 0),
            )
            return Counts(fresh, status.get("desiredNumberScheduled", 0))
        case "k8s.Pod":
            return Counts(int(is_ready(status)), 1)
        case _:
            return None


def available(status: Doc) -> int:
    found: int = status.get("availableReplicas", 0)
    return found


def seen(doc: Doc) -> bool:
    """Whether the counts are of the object as it is now."""
    metadata, status = doc["metadata"], doc.get("status") or {}
    here: int = status.get("observedGeneration", 0)
    there: int = metadata.get("generation", 0)
    return here >= there or doc["kind"] == "Pod"


def is_ready(status: Doc) -> bool:
    if status.get("phase") in FINISHED:
        return True
    conditions = status.get("conditions", [])
    return any(c["type"] == "Ready" and c["status"] == "True" for c in conditions)


def late(doc: Doc) -> bool:
    conditions = (doc.get("status") or {}).get("conditions", [])
    return any(c.get("reason") == "ProgressDeadlineExceeded" for c in conditions)
