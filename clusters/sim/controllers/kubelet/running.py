"""A container that runs: its probes, its own end, and being stopped."""

from __future__ import annotations

from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.controllers.kubelet import ending, probing
from clusters.sim.controllers.kubelet.settling import settle
from clusters.sim.controllers.kubelet.work import Look, Work
from clusters.sim.images import starting
from clusters.sim.images.process import Exit

KILLED = 137
ROUNDING = 0.01


def look(work: Work, spec: Doc, memory: dict[str, Any]) -> Look | None:
    """Do what the probes found by now; see whether the process has ended."""
    run = work.runs(spec["name"])[-1]
    if memory["phase"] == "starting":
        memory["phase"] = "running"
        for name in ("reason", "message", "error", "ready", "up"):
            memory.pop(name, None)
    age = round(work.now - run["started"], 3)
    while memory["plan"] and memory["plan"][0][0] <= age:
        step = probing.Step(*memory["plan"].pop(0))
        if step.act == "kill":
            work.say("Killing", step.text, container=spec)
            return stop(work, spec, memory, grace(work, spec))
        _apply(work, spec, memory, run, step)
    if run.get("ends", float("inf")) <= work.now:
        ending.end(work, run, run["ends"], run["end_code"])
        return ending.after_end(work, spec, memory, run)
    looks = [Look(round(run["started"] + step[0], 3)) for step in memory["plan"][:1]]
    if "ends" in run:
        looks.append(Look(run["ends"], ending.restarts(work, spec, run["end_code"])))
    first = min(looks, default=None)
    return settle(
        memory,
        "running",
        first.at if first else 0.0,
        recurring=bool(first and first.recurring),
    )


def _apply(
    work: Work, spec: Doc, memory: dict[str, Any], run: Doc, step: probing.Step
) -> None:
    match step.act:
        case "started":
            memory["up"] = True
        case "ready":
            memory["ready"] = True
        case "unready":
            memory["ready"] = False
        case "unhealthy":
            last = run["started"] + step.until + ROUNDING
            stays = step.until >= probing.FOREVER or _comes_to_kill(memory)
            work.say(
                "Unhealthy", step.text, warn=True, container=spec,
                next="you" if stays else "nobody", every=step.every, until=last,
            )  # fmt: skip


def _comes_to_kill(memory: Doc) -> bool:
    return any(step[1] == "kill" for step in memory["plan"])


def stop(work: Work, spec: Doc, memory: dict[str, Any], grace: float) -> Look | None:
    """Send the stop signal; PID 1 without a handler is killed when the grace is over."""
    run = work.runs(spec["name"])[-1]
    ending = how_it_stops(run, grace)
    memory["stopping"] = ending.code
    memory["ready"] = False
    return settle(memory, "stopping", work.after(ending.after))


def how_it_stops(run: Doc, grace: float) -> Exit:
    process = starting.of_run(run)
    if process.stops is None or process.stops.after > grace:
        return Exit(grace, KILLED)
    return process.stops


def stopped(work: Work, spec: Doc, memory: dict[str, Any]) -> Look | None:
    run = work.runs(spec["name"])[-1]
    ending.end(work, run, work.now, memory.pop("stopping"))
    return ending.after_end(work, spec, memory, run)


def grace(work: Work, spec: Doc) -> float:
    probe = spec.get("livenessProbe") or {}
    seconds: float = probe.get(
        "terminationGracePeriodSeconds",
        work.spec.get("terminationGracePeriodSeconds", 30),
    )
    return float(seconds)


def kill(work: Work, spec: Doc) -> None:
    """End a container for good, without asking it."""
    memory, runs = work.container(spec["name"]), work.runs(spec["name"])
    if runs and "ended" not in runs[-1]:
        ending.end(work, runs[-1], work.now, KILLED)
    if runs:
        memory.update(ready=False, up=False, plan=[])
        settle(memory, "done")
