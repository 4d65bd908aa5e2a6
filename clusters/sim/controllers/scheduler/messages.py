"""The sentence of FailedScheduling, to the letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from clusters.sim.controllers.scheduler.filters import Reason

NO_NODES = "no nodes available to schedule pods"
NO_VICTIMS = "No preemption victims found for incoming pod"
NO_HELP = "Preemption is not helpful for scheduling"
NEVER = "not eligible due to preemptionPolicy=Never."
WAITING = "not eligible due to a terminating pod on the nominated node."


def sentence(refusals: Mapping[str, Sequence[Reason]], preemption: str) -> str:
    """All nodes' reasons, counted, sorted as text; then what preemption found."""
    if not refusals:
        return NO_NODES
    counts = Counter(reason.text for reasons in refusals.values() for reason in reasons)
    told = ", ".join(sorted(f"{count} {text}" for text, count in counts.items()))
    ended = f"{_head(len(refusals))} {told}."
    return f"{ended} preemption: {preemption}" if preemption else ended


def prefiltered(nodes: int, why: str) -> str:
    """A Pod that fails before any node is looked at."""
    if not nodes:
        return NO_NODES
    tail = f"{_head(nodes)} {nodes} {NO_HELP}."
    return f"{_head(nodes)} {why}. preemption: {tail}"


def no_victims(refusals: Mapping[str, Sequence[Reason]]) -> str:
    """The preemption part where no node has anyone to give way."""
    hopeless = sum(
        not all(r.resolvable for r in reasons) for reasons in refusals.values()
    )
    parts = [(len(refusals) - hopeless, NO_VICTIMS), (hopeless, NO_HELP)]
    told = ", ".join(sorted(f"{count} {text}" for count, text in parts if count))
    return f"{_head(len(refusals))} {told}."


def _head(nodes: int) -> str:
    return f"0/{nodes} nodes are available:"
