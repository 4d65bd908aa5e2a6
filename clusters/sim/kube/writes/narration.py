"""Tells the learner what somebody did through the API."""

from __future__ import annotations

from clusters.sim.commands import KubeCall
from clusters.sim.kube.kind import of_key
from clusters.sim.kube.reading import place
from clusters.sim.tx import Tx
from clusters.sim.world import Key


def narrate(tx: Tx, call: KubeCall, key: Key, reason: str, done: str) -> None:
    """Say that the caller did this to an object."""
    text = f"{of_key(key).kind} {place(key)} was {done} by {call.user.name}."
    tx.tell(key, "kube-apiserver", reason, text, owner="you", by="you")
