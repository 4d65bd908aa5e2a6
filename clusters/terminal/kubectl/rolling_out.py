"""How far a rollout has come, in kubectl's sentences."""

from __future__ import annotations

from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.errors import KubectlError
from clusters.terminal.kubectl.revisions import revision

OVERDUE = "ProgressDeadlineExceeded"
ROLLING = "RollingUpdate"


def status(info: Info, doc: Doc, wanted: int = 0) -> tuple[str, bool]:
    """A sentence about the rollout, and whether it is over. Raises KubectlError."""
    if info.resource.full == "deployments.apps":
        return _deployment(doc, wanted)
    if info.resource.full == "daemonsets.apps":
        return _daemon_set(doc)
    kind = info.resource.kind
    raise KubectlError(f"no status viewer has been implemented for {kind}")


def _deployment(doc: Doc, wanted: int) -> tuple[str, bool]:
    name, spec, now = doc["metadata"]["name"], doc["spec"], doc.get("status") or {}
    if wanted > 0 and revision(doc) != wanted:
        raise KubectlError(
            f"desired revision ({wanted}) is different from the running revision "
            f"({revision(doc)})"
        )
    if not _observed(doc):
        return "Waiting for deployment spec update to be observed...\n", False
    if any(
        one["type"] == "Progressing" and one.get("reason") == OVERDUE
        for one in now.get("conditions") or ()
    ):
        raise KubectlError(f'deployment "{name}" exceeded its progress deadline')
    begun = f'Waiting for deployment "{name}" rollout to finish: '
    replicas, total = spec.get("replicas", 0), now.get("replicas", 0)
    updated, there = now.get("updatedReplicas", 0), now.get("availableReplicas", 0)
    if updated < replicas:
        text = f"{updated} out of {replicas} new replicas have been updated"
        return f"{begun}{text}...\n", False
    if total > updated:
        text = f"{total - updated} old replicas are pending termination"
        return f"{begun}{text}...\n", False
    if there < updated:
        text = f"{there} of {updated} updated replicas are available"
        return f"{begun}{text}...\n", False
    return f'deployment "{name}" successfully rolled out\n', True


def _daemon_set(doc: Doc) -> tuple[str, bool]:
    name, now = doc["metadata"]["name"], doc.get("status") or {}
    if (doc["spec"].get("updateStrategy") or {}).get("type") != ROLLING:
        raise KubectlError(
            f"rollout status is only available for {ROLLING} strategy type"
        )
    if not _observed(doc):
        return "Waiting for daemon set spec update to be observed...\n", False
    begun = f'Waiting for daemon set "{name}" rollout to finish: '
    wanted = now.get("desiredNumberScheduled", 0)
    updated, there = now.get("updatedNumberScheduled", 0), now.get("numberAvailable", 0)
    if updated < wanted:
        text = f"{updated} out of {wanted} new pods have been updated"
        return f"{begun}{text}...\n", False
    if there < wanted:
        text = f"{there} of {wanted} updated pods are available"
        return f"{begun}{text}...\n", False
    return f'daemon set "{name}" successfully rolled out\n', True


def _observed(doc: Doc) -> bool:
    seen = (doc.get("status") or {}).get("observedGeneration", 0)
    return bool(doc["metadata"].get("generation", 0) <= seen)
