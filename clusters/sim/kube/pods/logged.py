"""Whether a container has a log to read, in the kubelet's words."""

from __future__ import annotations

from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.kube.errors import BadRequest

PULLING = ("ErrImagePull", "ImagePullBackOff")
LISTS = ("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses")


def status_of(pod: Doc, container: str) -> dict[str, Any]:
    """A container's status; empty before it has one."""
    statuses = [s for name in LISTS for s in pod["status"].get(name) or ()]
    return next((s for s in statuses if s["name"] == container), {})


def check_started(pod: Doc, container: str, *, previous: bool) -> None:
    """Refuse unless there is a log: of this run, or of the one before."""
    status = status_of(pod, container)
    named = f'container "{container}" in pod "{pod["metadata"]["name"]}"'
    state, last = status.get("state") or {}, status.get("lastState") or {}
    if previous:
        if "terminated" not in last:
            raise BadRequest(f"previous terminated {named} not found")
        return
    if not status:
        raise BadRequest(f"{named} is not available")
    if "running" in state or "terminated" in state or "terminated" in last:
        return
    reason = (state.get("waiting") or {}).get("reason", "")
    if reason in PULLING:
        raise BadRequest(
            f"{named} is waiting to start: trying and failing to pull image"
        )
    if reason:
        raise BadRequest(f"{named} is waiting to start: {reason}")
    raise BadRequest(f"{named} is waiting to start - no logs yet")
