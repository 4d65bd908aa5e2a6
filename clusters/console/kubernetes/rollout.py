"""How far a rollout is, in the words of `kubectl rollout status`."""

from __future__ import annotations

from typing import NamedTuple

from clusters.sim.commands import Doc


class Rollout(NamedTuple):
    tone: str
    text: str


def told(name: str, body: Doc) -> Rollout:
    """Of a Deployment or a DaemonSet."""
    spec, status = body["spec"], body.get("status") or {}
    seen = status.get("observedGeneration", 0)
    if body["metadata"].get("generation", 0) > seen:
        what = "deployment" if body["kind"] == "Deployment" else "daemon set"
        return Rollout("busy", f"Waiting for {what} spec update to be observed...")
    return (
        _daemons(name, status)
        if body["kind"] == "DaemonSet"
        else _pods(name, spec, status)
    )


def _pods(name: str, spec: Doc, status: Doc) -> Rollout:
    conditions = {c["type"]: c for c in status.get("conditions") or ()}
    if conditions.get("Progressing", {}).get("reason") == "ProgressDeadlineExceeded":
        return Rollout(
            "bad", f'error: deployment "{name}" exceeded its progress deadline'
        )
    wanted, updated = spec.get("replicas", 1), status.get("updatedReplicas", 0)
    total, available = status.get("replicas", 0), status.get("availableReplicas", 0)
    wait = f'Waiting for deployment "{name}" rollout to finish:'
    if updated < wanted:
        text = f"{updated} out of {wanted} new replicas have been updated..."
        return Rollout("busy", f"{wait} {text}")
    if total > updated:
        text = f"{total - updated} old replicas are pending termination..."
        return Rollout("busy", f"{wait} {text}")
    if available < updated:
        text = f"{available} of {updated} updated replicas are available..."
        return Rollout("busy", f"{wait} {text}")
    return Rollout("ok", f'deployment "{name}" successfully rolled out')


def _daemons(name: str, status: Doc) -> Rollout:
    wanted, updated = (
        status.get("desiredNumberScheduled", 0),
        status.get("updatedNumberScheduled", 0),
    )
    available = status.get("numberAvailable", 0)
    wait = f'Waiting for daemon set "{name}" rollout to finish:'
    if updated < wanted:
        text = f"{updated} out of {wanted} new pods have been updated..."
        return Rollout("busy", f"{wait} {text}")
    if available < wanted:
        text = f"{available} of {wanted} updated pods are available..."
        return Rollout("busy", f"{wait} {text}")
    return Rollout("ok", f'daemon set "{name}" successfully rolled out')
