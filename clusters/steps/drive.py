"""Taking a step: look, do what is missing, note how it stands, and return."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from celery import current_app
from kombu.exceptions import OperationalError

from clusters import runtime
from clusters.sim import getting_started
from clusters.sim.commands import Doc, StepCall
from clusters.sim.errors import Refusal
from clusters.sim.getting_started import ACTIVE, STEPS
from clusters.steps import configure_kubectl, create_cluster, deploy_app, launch_nodes
from clusters.steps.standing import Done, Failed, Proceed, Run

PROCEED: dict[str, Proceed] = {
    "create-cluster": create_cluster.proceed,
    "launch-nodes": launch_nodes.proceed,
    "configure-kubectl": configure_kubectl.proceed,
    "deploy-app": deploy_app.proceed,
}
LOOKS = 20
"""So often a step looks again at once when the world moved on under it."""


def task_name(step: str) -> str:
    """The Celery task of a step: `clusters.create_cluster`."""
    return "clusters." + step.replace("-", "_")


def start(
    sandbox_id: str, step: str, parameters: Doc, *, chained: bool = False
) -> None:
    """Queue a step, anew or from where it failed. Raises Refusal when it is on its way.

    What it was started with before still holds, unless `parameters` say otherwise;
    a demonstration that failed goes on as one.
    """

    def queued(old: Doc) -> Doc:
        if old.get("state") in ACTIVE:
            raise Refusal("StepRunning", f"{STEPS[step]} is already on its way.", 409)
        on = chained or (old.get("state") == "failed" and old.get("chained", False))
        given = {**old.get("parameters", {}), **parameters}
        return {**getting_started.QUEUED, "parameters": given, "chained": on}

    _change(sandbox_id, step, queued, "Queued.")
    send(sandbox_id, step)


def run_all(sandbox_id: str, parameters: Doc) -> None:
    """A demonstration: each step starts the next one when it succeeds."""
    start(sandbox_id, next(iter(STEPS)), parameters, chained=True)


def cancel(sandbox_id: str, step: str) -> None:
    """Stop a step. What it has asked AWS for goes on; only the step ends."""

    def cancelled(old: Doc) -> Doc:
        if old.get("state") not in ACTIVE:
            raise Refusal("StepNotRunning", f"{STEPS[step]} is not on its way.", 409)
        return {"state": "cancelled", "waitingFor": "", "chained": False}

    said = "Cancelled. What was asked of AWS goes on."
    _change(sandbox_id, step, cancelled, said)


def _change(sandbox_id: str, step: str, change: Callable[[Doc], Doc], say: str) -> None:
    """Note what somebody wants, looking again when the step moved meanwhile."""
    for tries_left in reversed(range(LOOKS)):
        old = getting_started.run(runtime.read(sandbox_id), step)
        try:
            _note(sandbox_id, step, old, change(old), say)
        except Refusal as refusal:
            if refusal.code != getting_started.SUPERSEDED or not tries_left:
                raise
        else:
            return


def send(sandbox_id: str, step: str) -> None:
    """Have a worker take a look. Lost when Redis is away: the waker comes by anyway."""
    try:
        current_app.send_task(task_name(step), args=[sandbox_id], retry=False)
    except OperationalError:
        return


def go(sandbox_id: str, step: str) -> None:
    """Look at a step until it stands where nothing more can be done now.

    The other steps that are on their way are looked at with it. Until all have been,
    the waker comes by again: a look that is lost with its worker is only late.
    """
    try:
        active = getting_started.active(runtime.read(sandbox_id))
        known = [step, *(other for other in active if other != step)]
        for _ in range(LOOKS):
            seen = runtime.version(sandbox_id)
            for one in known:
                _look(sandbox_id, one)
            if runtime.version(sandbox_id) == seen:
                _rest(sandbox_id, seen, known)
                return
    except runtime.Gone:
        return


def _rest(sandbox_id: str, version: int, known: list[str]) -> None:
    """Let the waker rest, unless a demonstration has queued a step not looked at."""
    if set(getting_started.active(runtime.read(sandbox_id))) <= set(known):
        runtime.rest(sandbox_id, version)


def _look(sandbox_id: str, step: str) -> None:
    """One look, and a note of what it found."""
    old = getting_started.run(runtime.read(sandbox_id), step)
    if old.get("state") not in ACTIVE:
        return
    try:
        if old["state"] == "queued":
            fields = {"state": "running", "waitingFor": ""}
            old = _note(sandbox_id, step, old, fields, "")
        run = Run(sandbox_id, old["parameters"], begun=old["state"] == "waiting")
        fields, say = _stands(run, step)
        lines = [*run.said, *([say] if say else [])]
        _note(sandbox_id, step, old, fields, "\n".join(lines))
    except Refusal as refusal:
        if refusal.code != getting_started.SUPERSEDED:
            raise
        # Somebody noted first; as the version has moved, the next look is at once.


def _stands(run: Run, step: str) -> tuple[dict[str, Any], str]:
    calm = {"waitingFor": "", "reason": "", "advice": ""}
    try:
        found = PROCEED[step](run)
    except Failed as failed:
        fields = {"state": "failed", "reason": failed.reason, "advice": failed.advice}
        return {**calm, **fields}, f"Failed: {failed.reason}"
    except Refusal as refusal:
        reason = f"{refusal.code}: {refusal.message}"
        advice = "Mend what the message names, then retry: the step goes on from here."
        fields = {"state": "failed", "reason": reason, "advice": advice}
        return {**calm, **fields}, f"Failed: {reason}"
    links = [asdict(link) for link in found.links]
    if isinstance(found, Done):
        return {**calm, "state": "succeeded", "links": links}, found.say
    return {**calm, "state": "waiting", "waitingFor": found.what, "links": links}, ""


def _note(sandbox_id: str, step: str, old: Doc, fields: Doc, say: str) -> Doc:
    same = all(old.get(name) == value for name, value in fields.items())
    if same and not say:
        return old
    call = StepCall(step, old.get("revision", 0), fields, say)
    noted: Doc = runtime.execute(sandbox_id, call)
    return noted
