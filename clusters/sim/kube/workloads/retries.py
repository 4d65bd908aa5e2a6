"""When a controller tries again after the API refused it: later each time."""

from __future__ import annotations

from clusters.sim.catalog.timings import kube as timings
from clusters.sim.commands import Doc
from clusters.sim.registry import Again
from clusters.sim.tx import Tx
from clusters.sim.world import Key


def left(doc: Doc, now: float) -> float:
    """Seconds until the next try may be made."""
    at: float = doc.get("_", {}).get("retry_at", 0.0)
    return max(0.0, at - now)


def note(tx: Tx, key: Key) -> Again:
    """Count a failure; 5 ms doubled each time, at most 1000 s."""
    first, longest = (
        timings.CREATE_RETRY_FIRST.seconds,
        timings.CREATE_RETRY_LONGEST.seconds,
    )
    with tx.edit(key) as body:
        hidden = body.setdefault("_", {})
        hidden["failures"] = hidden.get("failures", 0) + 1
        wait = min(longest, first * 2.0 ** (hidden["failures"] - 1))
        hidden["retry_at"] = tx.now + wait
    return Again(wait)


def forget(tx: Tx, key: Key) -> None:
    """What failed has worked."""
    if "failures" in tx.need(key).get("_", {}):
        with tx.edit(key) as body:
            del body["_"]["failures"], body["_"]["retry_at"]
