"""A Deployment's ReplicaSets: which is new, which are old, made and scaled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from clusters.sim.commands import Doc
from clusters.sim.kube import events, ownership, selectors, store, version
from clusters.sim.kube.hashes import template_hash
from clusters.sim.kube.kind import cluster_of
from clusters.sim.kube.workloads import owners, rolling
from clusters.sim.kube.workloads.making import MANAGER
from clusters.sim.tx import Tx, thawed
from clusters.sim.world import Document, Key, Reader

COMPONENT = "deployment-controller"
PREFIX = "deployment.kubernetes.io/"
REVISION = PREFIX + "revision"
HISTORY = PREFIX + "revision-history"
DESIRED = PREFIX + "desired-replicas"
MAXIMUM = PREFIX + "max-replicas"
NOT_COPIED = {
    "kubectl.kubernetes.io/last-applied-configuration",
    REVISION,
    HISTORY,
    DESIRED,
    MAXIMUM,
    "deprecated.deployment.rollback.to",
}
HASH = "pod-template-hash"
FROM_TO_SINCE = 32
"""From 1.32 on a scaling event says `from 1 to 3`; before, `to 3 from 1`."""

Sets = Sequence[tuple[Key, Document]]


class Found(NamedTuple):
    """The ReplicaSet of the present template, and all others, oldest first."""

    new: tuple[Key, Document] | None
    old: Sets

    @property
    def all(self) -> list[tuple[Key, Document]]:
        return [*self.old, *([self.new] if self.new else [])]


def found(view: Reader, deployment: Document) -> Found:
    """This Deployment's ReplicaSets as they stand."""
    sets = sorted(owners.owned(view, "k8s.ReplicaSet", deployment), key=_age)
    new = next(
        (s for s in sets if _template(s[1]) == deployment["spec"]["template"]), None
    )
    return Found(new, [s for s in sets if new is None or s[0] != new[0]])


def adopt(tx: Tx, key: Key, deployment: Document) -> None:
    """Take over orphans that the selector matches; let go of what it does not."""
    selector = deployment["spec"]["selector"]
    for at, orphan in owners.orphans(tx, "k8s.ReplicaSet", key.scope):
        if selectors.selects(selector, orphan["metadata"].get("labels")):
            with store.update(tx, at, manager=MANAGER) as body:
                body["metadata"].setdefault("ownerReferences", []).append(
                    ownership.reference(deployment)
                )
    for at, owned in owners.owned(tx, "k8s.ReplicaSet", deployment):
        if not selectors.selects(selector, owned["metadata"].get("labels")):
            with store.update(tx, at, manager=MANAGER) as body:
                kept = [
                    r
                    for r in body["metadata"]["ownerReferences"]
                    if not r.get("controller")
                ]
                body["metadata"]["ownerReferences"] = kept


def revise(tx: Tx, key: Key, sets: Found) -> None:
    """Number the new ReplicaSet, and carry the Deployment's annotations over."""
    if sets.new is None:
        return
    at, doc = sets.new
    deployment = tx.need(key)
    soon = deployment["spec"].get("minReadySeconds", 0)
    number = str(max((revision(old) for _, old in sets.old), default=0) + 1)
    notes = _noted(doc, deployment, number)
    if notes != doc["metadata"].get("annotations") or soon != doc["spec"].get(
        "minReadySeconds"
    ):
        with store.update(tx, at, manager=MANAGER) as body:
            body["metadata"]["annotations"] = notes
            body["spec"]["minReadySeconds"] = soon
    number = notes[REVISION]
    if (deployment["metadata"].get("annotations") or {}).get(REVISION) != number:
        with store.update(tx, key, manager=MANAGER) as body:
            body["metadata"].setdefault("annotations", {})[REVISION] = number


def make(tx: Tx, key: Key, sets: Found) -> None:
    """Make the ReplicaSet of the present template. Raises the API's refusal."""
    deployment = tx.need(key)
    collisions = deployment.get("status", {}).get("collisionCount", 0)
    hashed = template_hash(deployment["spec"]["template"], collisions)
    body = _body(key, deployment, hashed)
    count = first_size(deployment, sets)
    body["spec"]["replicas"] = count
    number = str(max((revision(doc) for _, doc in sets.old), default=0) + 1)
    body["metadata"]["annotations"] = _noted(body, deployment, number)
    made = store.create(tx, cluster_of(key), body, manager=MANAGER)
    if count:
        _tell_scaled(tx, key, made["metadata"]["name"], 0, count)


def first_size(deployment: Doc, sets: Found) -> int:
    """How large the new ReplicaSet may be now."""
    desired: int = deployment["spec"]["replicas"]
    if deployment["spec"]["strategy"]["type"] != "RollingUpdate":
        return desired
    present = size(sets.new[1]) if sets.new else 0
    room = (
        desired + rolling.bounds(deployment).surge - sum(size(d) for _, d in sets.all)
    )
    return present + max(0, min(room, desired - present))


def resize(tx: Tx, key: Key, at: Key, count: int) -> bool:
    """Scale one ReplicaSet and say so; False when it has that size already."""
    deployment = tx.need(key)
    found, sizes = tx.need(at), _sizes(deployment)
    before = size(found)
    notes = found["metadata"].get("annotations") or {}
    if before == count and sizes.items() <= notes.items():
        return False
    with store.update(tx, at, manager=MANAGER) as body:
        body["spec"]["replicas"] = count
        body["metadata"].setdefault("annotations", {}).update(sizes)
    if before != count:
        _tell_scaled(tx, key, at.name, before, count)
    return before != count


def size(replica_set: Doc) -> int:
    count: int = replica_set["spec"].get("replicas", 1)
    return count


def revision(doc: Doc) -> int:
    return int((doc["metadata"].get("annotations") or {}).get(REVISION) or 0)


def _tell_scaled(tx: Tx, key: Key, name: str, before: int, after: int) -> None:
    way = "up" if after > before else "down"
    change = f"from {before} to {after}"
    if version.minor(tx, cluster_of(key)) < FROM_TO_SINCE:
        change = f"to {after} from {before}" if before else f"to {after}"
    text = f"Scaled {way} replica set {name} {change}"
    events.emit(tx, key, "Normal", "ScalingReplicaSet", text, COMPONENT)


def _body(key: Key, deployment: Doc, hashed: str) -> dict[str, Any]:
    template = thawed(deployment["spec"]["template"])
    labels = template.setdefault("metadata", {}).setdefault("labels", {})
    labels[HASH] = hashed
    selector = thawed(deployment["spec"]["selector"])
    selector.setdefault("matchLabels", {})[HASH] = hashed
    return {
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": {
            "name": f"{key.name}-{hashed}",
            "namespace": deployment["metadata"]["namespace"],
            "labels": dict(labels),
            "ownerReferences": [ownership.reference(deployment)],
        },
        "spec": {
            "minReadySeconds": deployment["spec"].get("minReadySeconds", 0),
            "selector": selector,
            "template": template,
        },
    }


def _noted(replica_set: Doc, deployment: Doc, number: str) -> dict[str, str]:
    """A ReplicaSet's annotations: revision, sizes, and the Deployment's own."""
    notes: dict[str, str] = dict(replica_set["metadata"].get("annotations") or {})
    old = notes.get(REVISION, "")
    if int(old or 0) < int(number):
        notes[REVISION] = number
        if old:
            history = [n for n in notes.get(HISTORY, "").split(",") if n]
            notes[HISTORY] = ",".join([*history, old])
    copied: Mapping[str, str] = deployment["metadata"].get("annotations") or {}
    notes.update({k: v for k, v in copied.items() if k not in NOT_COPIED})
    return notes | _sizes(deployment)


def _sizes(deployment: Doc) -> dict[str, str]:
    """The annotations that tell a wish for another size from a rollout."""
    desired = deployment["spec"]["replicas"]
    most = desired + rolling.bounds(deployment).surge
    return {DESIRED: str(desired), MAXIMUM: str(most)}


def _template(replica_set: Document) -> Doc:
    """A ReplicaSet's template as its Deployment wrote it: without the hash."""

    def bare() -> Doc:
        template = dict(replica_set["spec"]["template"])
        meta = dict(template.get("metadata") or {})
        labels = {k: v for k, v in (meta.get("labels") or {}).items() if k != HASH}
        return {**template, "metadata": {**meta, "labels": labels}}

    return replica_set.once("bare-template", bare)


def _age(item: tuple[Key, Document]) -> tuple[float, str]:
    return (item[1].get("_", {}).get("created", 0.0), item[0].name)
