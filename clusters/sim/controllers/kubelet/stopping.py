"""A Pod that was deleted: its containers are told, waited for, killed; then it goes."""

from __future__ import annotations

from clusters.sim.controllers.kubelet import running
from clusters.sim.controllers.kubelet.work import Look, Work

RUNS = ("starting", "running", "stopping")


def step(work: Work) -> Look | None:
    """When the last container ends; None when none runs any more."""
    grace = _grace_left(work)
    going = work.state.get("stop")
    if going is None or going["grace_until"] > work.now + grace:
        _tell(work, grace, first=going is None)
    until: float = work.state["stop"]["until"]
    return Look(until) if until > work.now else None


def _grace_left(work: Work) -> float:
    began = work.body["_"].get("deleted", work.now)
    seconds = work.body["metadata"].get("deletionGracePeriodSeconds", 0)
    return max(0.0, float(began + seconds - work.now))


def _tell(work: Work, grace: float, *, first: bool) -> None:
    """Stop every container; a shorter grace, given later, moves the end forward."""
    until = work.now
    if first:
        work.silence()
    for spec in work.spec["containers"] + (work.spec.get("initContainers") or []):
        memory = work.container(spec["name"])
        if memory["phase"] not in RUNS:
            continue
        if first:
            work.say("Killing", f"Stopping container {spec['name']}", container=spec)
        hook = _before_stop(spec) if first else 0.0
        ending = running.how_it_stops(
            work.runs(spec["name"])[-1], max(0.0, grace - hook)
        )
        run = work.runs(spec["name"])[-1]
        run["told"] = work.now + min(hook, grace)
        until = max(until, work.after(min(hook, grace) + ending.after))
    work.state["stop"] = {"until": until, "grace_until": round(work.now + grace, 3)}


def _before_stop(spec: dict[str, object]) -> float:
    """How long a preStop hook sleeps."""
    lifecycle = spec.get("lifecycle")
    hook = lifecycle.get("preStop") if isinstance(lifecycle, dict) else None
    if not hook:
        return 0.0
    if hook.get("sleep"):
        return float(hook["sleep"].get("seconds", 0))
    words = (hook.get("exec") or {}).get("command") or []
    text = " ".join(words).split()
    if "sleep" in text and text[-1].replace(".", "").isdigit():
        return float(text[-1])
    return 0.0
