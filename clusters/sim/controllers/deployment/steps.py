"""The steps of a rollout: scale, roll, recreate, tidy up."""

from __future__ import annotations

from collections.abc import Sequence

from clusters.sim.commands import Doc
from clusters.sim.controllers.deployment.replica_sets import (
    DESIRED,
    Found,
    Sets,
    first_size,
    resize,
    revision,
    size,
)
from clusters.sim.kube import store
from clusters.sim.kube.workloads import owners, pods, rolling
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader


def is_scaling(deployment: Doc, sets: Found) -> bool:
    """Whether only the number of replicas was changed since the last look."""
    desired = str(deployment["spec"]["replicas"])
    return any(
        (doc["metadata"].get("annotations") or {}).get(DESIRED, desired) != desired
        for _, doc in active(sets.all)
    )


def scale(tx: Tx, key: Key, sets: Found) -> None:
    """Bring the ReplicaSets to the new size, in proportion when several are active."""
    deployment = tx.need(key)
    desired = deployment["spec"]["replicas"]
    running = active(sets.all)
    if len(running) <= 1:
        only = (
            running[0] if running else sets.new or (sets.old[-1] if sets.old else None)
        )
        if only is not None:
            resize(tx, key, only[0], desired)
        return
    if sets.new is not None and _saturated(sets.new[1], desired):
        for at, _ in active(sets.old):
            resize(tx, key, at, 0)
    elif deployment["spec"]["strategy"]["type"] == "RollingUpdate":
        _proportionally(tx, key, running)


def _proportionally(tx: Tx, key: Key, running: Sets) -> None:
    deployment = tx.need(key)
    desired = deployment["spec"]["replicas"]
    total = sum(size(doc) for _, doc in running)
    allowed = desired + rolling.bounds(deployment).surge if desired else 0
    add = allowed - total
    order = sorted(
        running, key=lambda s: (-size(s[1]), _born(s) * (-1 if add > 0 else 1))
    )
    sizes = {at: size(doc) for at, doc in order}
    left = add
    for at, doc in order:
        if total and left:
            was = (
                int((doc["metadata"].get("annotations") or {}).get(DESIRED, 0))
                or desired
            )
            surge = rolling.bounds(
                {"spec": {**deployment["spec"], "replicas": was}}
            ).surge
            share = round(size(doc) * allowed / (was + surge)) - size(doc)
            share = max(min(share, left), 0) if add > 0 else min(max(share, left), 0)
            sizes[at] += share
            left -= share
    sizes[order[0][0]] = max(0, sizes[order[0][0]] + left)
    for at, _ in order:
        resize(tx, key, at, sizes[at])


def roll(tx: Tx, key: Key, sets: Found) -> bool:
    """One step of a rolling update: the new one up, or old ones down."""
    deployment = tx.need(key)
    desired = deployment["spec"]["replicas"]
    if sets.new is not None:
        at, doc = sets.new
        wanted = desired if size(doc) > desired else first_size(deployment, sets)
        if resize(tx, key, at, wanted):
            return True
    return _shrink(tx, key, sets, desired - rolling.bounds(deployment).unavailable)


def _shrink(tx: Tx, key: Key, sets: Found, minimum: int) -> bool:
    """Scale old ReplicaSets down, unready Pods first, keeping `minimum` available."""
    old = list(active(sets.old))
    if not old or sets.new is None:
        return False
    total = sum(size(doc) for _, doc in sets.all)
    lacking = size(sets.new[1]) - _available(sets.new[1])
    room = total - minimum - lacking
    if room <= 0:
        return False
    sizes = {at: size(doc) for at, doc in old}
    for at, doc in old:
        gone = max(0, min(room, sizes[at] - _available(doc)))
        sizes[at] -= gone
        room -= gone
    spare = sum(_available(doc) for _, doc in sets.all) - minimum
    for at, _ in old:
        gone = max(0, min(spare, sizes[at]))
        sizes[at] -= gone
        spare -= gone
    return sum(resize(tx, key, at, sizes[at]) for at, _ in old) > 0


def empty(tx: Tx, key: Key, sets: Found) -> bool:
    """Recreate: all old Pods go first. False when their ReplicaSets are at 0."""
    return sum(resize(tx, key, at, 0) for at, _ in active(sets.old)) > 0


def still_running(view: Reader, sets: Found) -> bool:
    """Whether Pods of old ReplicaSets are still there, be they terminating."""
    return any(
        not pods.finished(pod)
        for _, doc in sets.old
        for _, pod in owners.owned(view, "k8s.Pod", doc)
    )


def tidy(tx: Tx, key: Key, old: Sequence[tuple[Key, Document]]) -> None:
    """Delete the oldest empty ReplicaSets beyond the history limit."""
    limit = tx.need(key)["spec"].get("revisionHistoryLimit", 10)
    kept = [s for s in old if not pods.terminating(s[1])]
    for at, doc in sorted(kept, key=lambda s: revision(s[1]))[
        : max(0, len(kept) - limit)
    ]:
        status = doc.get("status", {})
        behind = doc["metadata"].get("generation", 0) > status.get(
            "observedGeneration", 0
        )
        if not size(doc) and not status.get("replicas") and not behind:
            store.delete(tx, at)


def active(sets: Sets) -> list[tuple[Key, Document]]:
    return [s for s in sets if size(s[1]) > 0]


def _available(doc: Doc) -> int:
    count: int = doc.get("status", {}).get("availableReplicas", 0)
    return count


def _saturated(doc: Doc, desired: int) -> bool:
    noted = (doc["metadata"].get("annotations") or {}).get(DESIRED)
    return size(doc) == desired == _available(doc) and noted == str(desired)


def _born(item: tuple[Key, Document]) -> float:
    born: float = item[1].get("_", {}).get("created", 0.0)
    return born
