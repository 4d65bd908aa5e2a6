"""What Deployments, ReplicaSets and DaemonSets have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.describe.describer import Look
from clusters.terminal.kubectl.errors import ApiError
from clusters.terminal.kubectl.label_selectors import written

PHASES = (
    ("Running", "Running"),
    ("Pending", "Waiting"),
    ("Succeeded", "Succeeded"),
    ("Failed", "Failed"),
)


def pods(look: Look) -> Iterator[str]:
    """How many of its Pods are in which phase."""
    chosen = written(look.spec.get("selector"))
    try:
        found = look.others("pods", labelSelector=chosen)
    except ApiError as error:
        yield f"Pods Status:\terror in fetching pods: {error.message}\n"
        return
    uid = look.meta["uid"]
    counts = Counter(
        one["status"].get("phase") for one in found if controlled(one, uid)
    )
    told = " / ".join(f"{counts[phase]} {word}" for phase, word in PHASES)
    yield f"Pods Status:\t{told}\n"


def controlled(doc: Doc, uid: str) -> bool:
    """Whether this controller made it."""
    owners = doc["metadata"].get("ownerReferences") or ()
    return any(one.get("controller") and one["uid"] == uid for one in owners)


def conditions(status: Doc) -> Iterator[str]:
    """Type, status and reason of each condition."""
    found = status.get("conditions") or ()
    if found:
        yield "Conditions:\n  Type\tStatus\tReason\n  ----\t------\t------\n"
    for one in found:
        yield f"  {one['type']} \t{one['status']}\t{one.get('reason', '')}\n"
