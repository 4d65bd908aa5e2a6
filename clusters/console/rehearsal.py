"""What the service would say to a call, without making it.

A World is a value: the call is run on it, and what came of it is dropped.
"""

from __future__ import annotations

from clusters import callers, runtime
from clusters.callers.wall import now
from clusters.console.access import Visit
from clusters.sim import engine
from clusters.sim.commands import AwsCall, Doc
from clusters.sim.errors import Refusal


def refused(visit: Visit, action: str, request: Doc) -> Refusal | None:
    """The refusal that the call would meet, or None."""
    call = AwsCall(callers.learner(visit.world, "console"), action, request)
    try:
        engine.execute(visit.world, call, now(), runtime.site())
    except Refusal as refusal:
        return refusal
    return None
