"""The second part: the container's configuration, then its process."""

from __future__ import annotations

from typing import Any

from clusters.sim.catalog.timings import kube as timings
from clusters.sim.commands import Doc
from clusters.sim.controllers.kubelet import config, ending, probing
from clusters.sim.controllers.kubelet.settling import settle
from clusters.sim.controllers.kubelet.work import Look, Work, started_texts
from clusters.sim.images import image as images
from clusters.sim.images import starting
from clusters.sim.images.process import StartError
from clusters.sim.images.reference import Reference, parsed

START_ERROR = 128


def create(work: Work, spec: Doc, memory: dict[str, Any]) -> Look | None:
    """Work out the container's configuration, then start its process."""
    image = images.found(spec["image"])
    try:
        env = config.environment(work, spec, image)
        config.check_user(work, spec, image)
    except config.ConfigError as wrong:
        return _config_error(work, spec, memory, str(wrong))
    work.state.pop("blocked", None)
    argv = config.command_line(spec, image, env)
    ref = parsed(spec["image"])
    run = _record(work, spec, ref, argv, env)
    created, started = started_texts(work.minor, spec["name"])
    work.say("Created", created, container=spec)
    try:
        process = starting.of_run(run)
    except StartError as wrong:
        return _start_error(work, spec, memory, run, str(wrong))
    work.say("Started", started, container=spec)
    _remember(work, spec, memory, run)
    plan = probing.plan(spec, process, work.state["ip"], timings.RELIST.seconds)
    memory["plan"] = [list(step) for step in plan]
    if process.exits is not None:
        run["ends"], run["end_code"] = (
            round(run["started"] + process.exits.after, 3),
            process.exits.code,
        )
    return settle(memory, "starting", work.after(timings.RELIST.seconds))


def _config_error(
    work: Work, spec: Doc, memory: dict[str, Any], wrong: str
) -> Look | None:
    """Wait for the ConfigMap or Secret; its making wakes the Pod."""
    work.state["blocked"] = work.key.scope
    every = timings.CONFIG_RETRY.seconds
    told = f"Error: {wrong}"
    work.say(
        "Failed",
        told,
        warn=True,
        container=spec,
        next="you",
        every=every,
        until=probing.FOREVER,
    )
    memory.update(reason="CreateContainerConfigError", message=wrong)
    return settle(memory, "config-error")


def _record(
    work: Work, spec: Doc, ref: Reference, argv: tuple[str, ...], env: dict[str, str]
) -> dict[str, Any]:
    ports = [p["containerPort"] for p in spec.get("ports") or ()]
    return {
        "id": work.tx.rng.hex(64),
        "image": ref.full,
        "argv": list(argv),
        "env": env,
        "hostname": env["HOSTNAME"],
        "address": work.state["ip"],
        "ports": ports,
        "started": work.now,
        "startedAt": work.tx.stamp,
        "epoch": work.tx.epoch,
    }


def _remember(
    work: Work, spec: Doc, memory: dict[str, Any], run: dict[str, Any]
) -> None:
    """A new run is the present one; of the past only the last is kept."""
    runs = work.runs(spec["name"])
    if runs:
        memory["restarts"] = memory.get("restarts", 0) + 1
    runs.append(run)
    del runs[:-2]


def _start_error(
    work: Work, spec: Doc, memory: dict[str, Any], run: dict[str, Any], why: str
) -> Look | None:
    work.say("Failed", f"Error: {why}", warn=True, container=spec, next="you")
    _remember(work, spec, memory, run)
    run.update(ended=work.now, code=START_ERROR, reason="StartError", message=why)
    return ending.after_end(work, spec, memory, run)
