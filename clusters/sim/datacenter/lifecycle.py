"""Walking through phases: begin one, end it, say so, and remember both times."""

from __future__ import annotations

from collections.abc import Sequence

from clusters.sim.commands import Doc
from clusters.sim.datacenter.phases import Phase
from clusters.sim.tx import Tx
from clusters.sim.world import Key

Times = Sequence[float | None]


def times(doc: Doc, name: str) -> Times | None:
    """When a phase began and ended (None: not yet), in simulated seconds."""
    found: Times | None = doc["_"].get("phases", {}).get(name)
    return found


def ended(doc: Doc, name: str) -> bool:
    found = times(doc, name)
    return found is not None and found[1] is not None


def current(doc: Doc, phases: Sequence[Phase]) -> Phase | None:
    """The phase that runs now, if it is one of these."""
    return next((p for p in phases if p.name == doc["_"].get("phase")), None)


def following(phases: Sequence[Phase], phase: Phase | None) -> Phase | None:
    """The phase after this one; the first after None; None after the last."""
    at = 0 if phase is None else phases.index(phase) + 1
    return phases[at] if at < len(phases) else None


def begin(tx: Tx, key: Key, phase: Phase) -> None:
    """Enter a phase; draw how long it takes this object."""
    with tx.edit(key) as doc:
        hidden = doc["_"]
        hidden["phase"] = phase.name
        hidden.setdefault("phases", {})[phase.name] = [tx.now, None]
        takes = phase.timing.draw(tx.rng) if phase.timing else 0.0
        hidden["until"] = round(tx.now + takes, 3)
    _say(tx, key, phase, "Started", phase.starts)


def end(tx: Tx, key: Key, phase: Phase) -> None:
    """Leave a phase."""
    with tx.edit(key) as doc:
        doc["_"]["phases"][phase.name][1] = tx.now
        doc["_"]["phase"] = ""
    _say(tx, key, phase, "Finished", phase.ends)


def remaining(tx: Tx, doc: Doc) -> float:
    """Seconds until the running phase may end."""
    return max(0.0, round(float(doc["_"].get("until", 0.0)) - tx.now, 3))


def _say(tx: Tx, key: Key, phase: Phase, what: str, text: str) -> None:
    moves = "aws" if what == "Started" else "nobody"
    tx.tell(
        key,
        phase.component,
        phase.reason + what,
        text,
        owner=phase.owner,
        by=phase.by if what == "Finished" else "aws",
        next="you" if phase.by == "you" and what == "Started" else moves,
    )
