"""One AWS call: is it simulated, may the caller, then the operation itself."""

from __future__ import annotations

from typing import Any

from clusters.sim import room
from clusters.sim.aws.iam import authorize
from clusters.sim.commands import AwsCall
from clusters.sim.errors import Refusal
from clusters.sim.registry import operations
from clusters.sim.tx import Tx

NOT_SIMULATED = "NotImplemented"
NO_ROOM = (
    f"This sandbox holds no more than {room.BYTES >> 20} MiB, and this would be more. "
    "Delete what you no longer need, then try again. (A limit of the simulation.)"
)
WOULD_HAVE = "Request would have succeeded, but DryRun flag is set."


def run(tx: Tx, call: AwsCall) -> Any:
    """The operation's answer. Raises Refusal, with status 501 when it is unknown."""
    known = operations.get(call.action)
    if known is None:
        text = f"{call.action} is not simulated by Halfplane yet."
        raise Refusal(NOT_SIMULATED, text, 501)
    authorize.check(tx, call.caller, call.action, call.request)
    answer = known.run(tx, call.caller, call.request)
    if not known.reads and room.outgrown(tx):
        raise Refusal("LimitExceeded", NO_ROOM)
    if call.request.get("DryRun"):
        # A refusal undoes the whole command, so nothing of it stays.
        raise Refusal("DryRunOperation", WOULD_HAVE, 412)
    return answer
