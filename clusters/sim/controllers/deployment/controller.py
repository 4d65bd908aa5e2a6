"""One look at a Deployment: adopt, number, then scale, roll or recreate."""

from __future__ import annotations

from collections.abc import Iterable

from clusters.sim.commands import Doc
from clusters.sim.controllers.deployment import replica_sets, status, steps
from clusters.sim.controllers.deployment.replica_sets import COMPONENT, Found
from clusters.sim.errors import Refusal
from clusters.sim.kube import events, ownership
from clusters.sim.kube.workloads import conditions, owners, pods
from clusters.sim.registry import Wait, controller, watches
from clusters.sim.tx import Tx
from clusters.sim.world import Key, Reader

RETRY = 1.0


def _of_replica_set(view: Reader, key: Key, doc: Doc) -> Iterable[Key]:
    if ownership.controller_of(doc) is not None:
        return owners.owner_key("Deployment", key, doc)
    return [found for found, _ in view.list("k8s.Deployment", key.scope)]


def _of_pod(view: Reader, key: Key, doc: Doc) -> Iterable[Key]:
    """A Pod that is gone may let a Recreate go on."""
    if view.find(key) is not None:
        return
    for owner in owners.owner_key("ReplicaSet", key, doc):
        found = view.find(owner)
        if found is not None:
            yield from owners.owner_key("Deployment", owner, found)


@controller(
    "deployment",
    watches("k8s.Deployment"),
    watches("k8s.ReplicaSet", to=_of_replica_set),
    watches("k8s.Pod", to=_of_pod),
    in_cluster=True,
)
def reconcile(tx: Tx, key: Key) -> Wait:
    deployment = tx.find(key)
    if deployment is None:
        return None
    if pods.terminating(deployment):
        status.write(tx, key, replica_sets.found(tx, deployment), judge=False)
        return None
    replica_sets.adopt(tx, key, deployment)
    _note_pause(tx, key)
    sets = replica_sets.found(tx, tx.need(key))
    paused = bool(deployment["spec"].get("paused"))
    if paused or steps.is_scaling(deployment, sets):
        replica_sets.revise(tx, key, sets)
        steps.scale(tx, key, replica_sets.found(tx, tx.need(key)))
        return _finish(tx, key, judge=not paused)
    recreate = deployment["spec"]["strategy"]["type"] == "Recreate"
    if recreate and (steps.empty(tx, key, sets) or steps.still_running(tx, sets)):
        return _finish(tx, key)
    if not _have_new(tx, key, sets):
        return RETRY
    sets = replica_sets.found(tx, tx.need(key))
    rolled = steps.roll(tx, key, sets)
    wait = _finish(tx, key)
    if not rolled and status.complete(deployment, tx.need(key)["status"]):
        steps.tidy(tx, key, sets.old)
    return wait


def _have_new(tx: Tx, key: Key, sets: Found) -> bool:
    """See that the present template has its ReplicaSet; False when it was refused."""
    if sets.new is None:
        try:
            replica_sets.make(tx, key, sets)
        except Refusal as refusal:
            return _refused(tx, key, refusal)
        made = replica_sets.found(tx, tx.need(key))
        replica_sets.revise(tx, key, made)
        name = made.new[0].name if made.new else ""
        text = f'Created new replica set "{name}"'
        status.say(tx, key, "True", "NewReplicaSetCreated", text)
        return True
    replica_sets.revise(tx, key, sets)
    if conditions.condition(tx.need(key).get("status", {}), "Progressing") is None:
        text = f'Found new replica set "{sets.new[0].name}"'
        status.say(tx, key, "True", "FoundNewReplicaSet", text)
    return True


def _refused(tx: Tx, key: Key, refusal: Refusal) -> bool:
    if refusal.code == "AlreadyExists":
        taken = tx.need(key).get("status", {}).get("collisionCount", 0)
        with tx.edit(key) as body:
            body.setdefault("status", {})["collisionCount"] = taken + 1
        return False
    text = f'Failed to create new replica set "{key.name}": {refusal.message}'
    status.say(tx, key, "False", "ReplicaSetCreateError", text)
    events.emit(
        tx, key, "Warning", "ReplicaSetCreateError", text, COMPONENT, next="you"
    )
    return False


def _note_pause(tx: Tx, key: Key) -> None:
    """Say in the conditions that the Deployment was paused, or goes on."""
    deployment = tx.need(key)
    present = conditions.condition(deployment.get("status", {}), "Progressing")
    reason = present.get("reason") if present else ""
    paused = bool(deployment["spec"].get("paused"))
    if (
        reason == status.TIMED_OUT
        or "progressDeadlineSeconds" not in deployment["spec"]
    ):
        return
    if paused and reason != "DeploymentPaused":
        status.say(tx, key, "Unknown", "DeploymentPaused", "Deployment is paused")
    elif not paused and reason == "DeploymentPaused":
        status.say(tx, key, "Unknown", "DeploymentResumed", "Deployment is resumed")


def _finish(tx: Tx, key: Key, *, judge: bool = True) -> Wait:
    return status.write(tx, key, replica_sets.found(tx, tx.need(key)), judge=judge)
