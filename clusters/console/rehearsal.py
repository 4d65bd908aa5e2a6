"""What the service would say to a call, without making it.

A World is a value: the call is run on it, and what came of it is dropped. Its clock is
stopped for that, so that nothing else is worked out in vain.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace

from clusters import callers, runtime
from clusters.callers.wall import now
from clusters.console.access import Visit
from clusters.sim import engine
from clusters.sim.commands import AwsCall, Doc
from clusters.sim.errors import Refusal


def refused(visit: Visit, action: str, request: Doc) -> Refusal | None:
    """The refusal that the call would meet, or None."""
    still = copy(visit.world)
    still.clock = replace(still.clock, mode="paused")
    call = AwsCall(callers.learner(still, "console"), action, request)
    try:
        engine.execute(still, call, now(), runtime.site())
    except Refusal as refusal:
        return refusal
    return None
