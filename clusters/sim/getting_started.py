"""The four getting-started steps: how each stands is a document of the World.

Key("steps.Run", "", step) holds state, revision, log, links, waitingFor, reason,
advice, parameters and chained. States: queued, running, waiting, succeeded, failed,
cancelled.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusters.sim.commands import Doc, StepCall
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Key, Reader

STEPS = {
    "create-cluster": "Create a cluster",
    "launch-nodes": "Launch worker nodes",
    "configure-kubectl": "Configure kubectl",
    "deploy-app": "Deploy and manage applications",
}
ACTIVE = frozenset({"queued", "running", "waiting"})
QUEUED: Doc = {
    "state": "queued",
    "waitingFor": "a worker",
    "reason": "",
    "advice": "",
    "links": [],
}
"""What a step looks like that has just been asked for."""
SUPERSEDED = "Superseded"
LOG_LINES = 100
"""So many lines of a run are kept."""

_SEVERITY = {"failed": "warning"}


def key(step: str) -> Key:
    return Key("steps.Run", "", step)


def run(view: Reader, step: str) -> Doc:
    """The step's run, empty when it was never started."""
    return view.find(key(step)) or {}


def active(view: Reader) -> list[str]:
    """The steps that are on their way, in their order."""
    return [s for s in STEPS if run(view, s).get("state") in ACTIVE]


def note(tx: Tx, call: StepCall) -> Mapping[str, Any]:
    """Write how a step stands, unless somebody else did since it was looked at.

    Raises Refusal, code SUPERSEDED.
    """
    if call.step not in STEPS:
        raise Refusal("NoSuchStep", f"There is no step {call.step!r}.", 404)
    old = run(tx, call.step)
    if old.get("revision", 0) != call.seen:
        raise Refusal(SUPERSEDED, "The step has moved on; look again.", 409)
    new = {**old, **call.fields, "revision": call.seen + 1}
    if call.say:
        texts = call.say.splitlines()
        lines = [{"at": tx.epoch, "sim": tx.now, "text": text} for text in texts]
        new["log"] = [*new.get("log", []), *lines][-LOG_LINES:]
    tx.put(key(call.step), new)
    state = new.get("state", "")
    if state != old.get("state"):
        _tell(tx, call.step, new)
        if state == "succeeded" and new.get("chained"):
            _queue_next(tx, call.step, new)
    return new


def _queue_next(tx: Tx, step: str, done: Doc) -> None:
    """In a demonstration, a step's success and the next one's start are one change."""
    following = list(STEPS)[list(STEPS).index(step) + 1 :]
    old = run(tx, following[0]) if following else {}
    if not following or old.get("state") in ACTIVE:
        return
    given = done.get("parameters", {})
    name = given.get("name") or given.get("cluster")
    parameters = {**old.get("parameters", {}), **({"cluster": name} if name else {})}
    fields = {**QUEUED, "chained": True, "parameters": parameters}
    note(tx, StepCall(following[0], old.get("revision", 0), fields, "Queued."))


def _tell(tx: Tx, step: str, new: Doc) -> None:
    number = list(STEPS).index(step) + 1
    text = f"Getting started, step {number} ({STEPS[step]}): {new['state']}."
    if new["state"] == "failed":
        text += f" {new.get('reason', '')}"
    tx.tell(
        key(step),
        "halfplane",
        "Step" + new["state"].capitalize(),
        text,
        owner="you",
        by="you",
        next="you" if new["state"] == "failed" else "nobody",
        severity=_SEVERITY.get(new["state"], "info"),
    )
