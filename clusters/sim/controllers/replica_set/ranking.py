"""Which Pods a ReplicaSet gives up first."""

from __future__ import annotations

import math
from collections import Counter

from clusters.sim.commands import Doc
from clusters.sim.kube.workloads import pods
from clusters.sim.world import Document, Key

COST = "controller.kubernetes.io/pod-deletion-cost"
_PHASES = {"Pending": 0, "Unknown": 1, "Running": 2}
Pods = list[tuple[Key, Document]]


def first_to_go(found: Pods, related: Pods, now: float) -> Pods:
    """The Pods in the order in which they are deleted."""
    crowd = Counter(pods.node_of(pod) for _, pod in related if pods.ready(pod))

    def rank(item: tuple[Key, Document]) -> tuple[object, ...]:
        key, pod = item
        hidden = pod.get("_", {})
        return (
            bool(pods.node_of(pod)),
            _PHASES.get(pod.get("status", {}).get("phase", "Pending"), 0),
            pods.ready(pod),
            _cost(pod),
            -crowd[pods.node_of(pod)],
            _bucket(now - hidden.get("ready", now)) if pods.ready(pod) else 0,
            -_restarts(pod),
            _bucket(now - hidden.get("created", now)),
            pod["metadata"].get("uid", ""),
            key.name,
        )

    return sorted(found, key=rank)


def _cost(pod: Doc) -> int:
    text = (pod["metadata"].get("annotations") or {}).get(COST, "0")
    return int(text) if text.lstrip("-").isdigit() else 0


def _restarts(pod: Doc) -> int:
    statuses = pod.get("status", {}).get("containerStatuses") or ()
    return max((s.get("restartCount", 0) for s in statuses), default=0)


def _bucket(seconds: float) -> int:
    """Ages count by powers of two: a little older is not older."""
    return int(math.log2(seconds)) if seconds >= 1 else -1
