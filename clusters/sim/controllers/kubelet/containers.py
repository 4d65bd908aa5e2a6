"""One container's way: pull, create, start, run, end, and again."""

from __future__ import annotations

from typing import Any

from clusters.sim.catalog.timings import kube as timings
from clusters.sim.commands import Doc
from clusters.sim.controllers.kubelet import backing_off, config, probing, pulling
from clusters.sim.controllers.kubelet.work import Look, Work, started_texts
from clusters.sim.images import image as images
from clusters.sim.images import starting
from clusters.sim.images.process import Exit, StartError
from clusters.sim.images.reference import InvalidImageName, Reference, parsed

START_ERROR = 128
KILLED = 137
ROUNDING = 0.01


def advance(work: Work, spec: Doc) -> Look | None:
    """The next small thing for a container; when to look at it again."""
    memory = work.container(spec["name"])
    if memory.get("until", 0.0) > work.now:
        return Look(memory["until"], memory.get("recurring", False))
    step = _STEPS.get(memory["phase"])
    return step(work, spec, memory) if step else None


def settle(
    memory: dict[str, Any], phase: str, until: float = 0.0, *, recurring: bool = False
) -> Look | None:
    """Note a container's phase and when it ends."""
    memory["phase"], memory["recurring"] = phase, recurring
    if until:
        memory["until"] = until
        return Look(until, recurring)
    memory.pop("until", None)
    return None


# -- the image --------------------------------------------------------------


def _begin(work: Work, spec: Doc, memory: dict[str, Any]) -> Look | None:
    """Have the image, or go and get it."""
    try:
        ref = parsed(spec["image"])
    except InvalidImageName as wrong:
        return _invalid_name(work, spec, memory, str(wrong))
    policy, store = spec.get("imagePullPolicy"), pulling.present(work, ref)
    if store is not None and policy != "Always":
        text = f'Container image "{spec["image"]}" already present on machine'
        work.say("Pulled", text, container=spec)
        return _create(work, spec, memory)
    if policy == "Never":
        text = f'Container image "{spec["image"]}" is not present with pull policy of Never'
        work.say("ErrImageNeverPull", text, warn=True, container=spec, next="you")
        return _wait_for_change(work, spec, memory, "ErrImageNeverPull", text)
    work.say("Pulling", f'Pulling image "{spec["image"]}"', container=spec)
    going = pulling.pull(work, ref)
    memory["pull"] = {
        "seconds": going.seconds,
        "size": going.size,
        "error": going.error,
    }
    return settle(memory, "pulling", work.after(going.seconds))


def _invalid_name(
    work: Work, spec: Doc, memory: dict[str, Any], wrong: str
) -> Look | None:
    text = f'Failed to apply default image tag "{spec["image"]}": {wrong}'
    work.say("InspectFailed", text, warn=True, container=spec, next="you")
    return _wait_for_change(work, spec, memory, "InvalidImageName", text)


def _wait_for_change(
    work: Work, spec: Doc, memory: dict[str, Any], reason: str, text: str
) -> Look | None:
    """Nothing but another spec will help; the kubelet says so again and again."""
    every = timings.SYNC_WHILE_BACKING_OFF.seconds
    told = f"Error: {reason}"
    work.say(
        "Failed",
        told,
        warn=True,
        container=spec,
        next="you",
        every=every,
        until=probing.FOREVER,
    )
    memory.update(reason=reason, message=text)
    return settle(memory, "blocked")


def _pulled(work: Work, spec: Doc, memory: dict[str, Any]) -> Look | None:
    pull, ref = memory.pop("pull"), parsed(spec["image"])
    if pull["error"]:
        return _pull_failed(work, spec, memory, pull["error"])
    pulling.keep(work, ref, pull["size"])
    took = pulling.duration(pull["seconds"])
    text = (
        f'Successfully pulled image "{spec["image"]}" in {took} ({took} including waiting). '
        f"Image size: {pull['size']} bytes."
    )
    work.say("Pulled", text, container=spec)
    memory.pop("tries", None)
    return _create(work, spec, memory)


def _pull_failed(
    work: Work, spec: Doc, memory: dict[str, Any], error: str
) -> Look | None:
    text = f'Failed to pull image "{spec["image"]}": {error}'
    work.say("Failed", text, warn=True, container=spec, next="you")
    work.say("Failed", "Error: ErrImagePull", warn=True, container=spec, next="you")
    memory.update(reason="ErrImagePull", message=error, failed=work.now)
    memory["tries"] = memory.get("tries", 0) + 1
    return settle(
        memory, "pull-failed", work.after(timings.RELIST.seconds), recurring=True
    )


def _back_off_image(work: Work, spec: Doc, memory: dict[str, Any]) -> Look | None:
    until = memory["failed"] + backing_off.seconds(memory["tries"])
    text = f'Back-off pulling image "{spec["image"]}"'
    every = timings.SYNC_WHILE_BACKING_OFF.seconds
    work.say("BackOff", text, container=spec, next="you", every=every, until=until)
    told = "Error: ImagePullBackOff"
    work.say(
        "Failed", told, warn=True, container=spec, next="you", every=every, until=until
    )
    whole = f"{text}: ErrImagePull: {memory['message']}" if work.minor >= 32 else text  # noqa: PLR2004
    memory.update(reason="ImagePullBackOff", error=memory["message"], message=whole)
    return settle(memory, "image-back-off", until, recurring=True)


# -- creating and starting --------------------------------------------------


def _create(work: Work, spec: Doc, memory: dict[str, Any]) -> Look | None:
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


def _retry_config(work: Work, spec: Doc, memory: dict[str, Any]) -> Look | None:
    """Look whether what was missing is there; it was said once that it is not."""
    image = images.found(spec["image"])
    try:
        config.environment(work, spec, image)
        config.check_user(work, spec, image)
    except config.ConfigError as wrong:
        if str(wrong) == memory["message"]:
            return None
    work.silence()
    return _begin(work, spec, memory)


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
    return _after_end(work, spec, memory, run)


# -- running ----------------------------------------------------------------


def _running(work: Work, spec: Doc, memory: dict[str, Any]) -> Look | None:
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
            return stop(work, spec, memory, _grace(work, spec))
        _apply(work, spec, memory, run, step)
    if run.get("ends", float("inf")) <= work.now:
        _end(work, run, run["ends"], run["end_code"])
        return _after_end(work, spec, memory, run)
    looks = [Look(round(run["started"] + step[0], 3)) for step in memory["plan"][:1]]
    if "ends" in run:
        looks.append(Look(run["ends"], _restarts(work, spec, run["end_code"])))
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


def _stopped(work: Work, spec: Doc, memory: dict[str, Any]) -> Look | None:
    run = work.runs(spec["name"])[-1]
    _end(work, run, work.now, memory.pop("stopping"))
    return _after_end(work, spec, memory, run)


def _grace(work: Work, spec: Doc) -> float:
    probe = spec.get("livenessProbe") or {}
    seconds: float = probe.get(
        "terminationGracePeriodSeconds",
        work.spec.get("terminationGracePeriodSeconds", 30),
    )
    return float(seconds)


# -- ended ------------------------------------------------------------------


def _end(work: Work, run: dict[str, Any], ended: float, code: int) -> None:
    run.update(ended=ended, code=code, reason="Completed" if code == 0 else "Error")
    run["finishedAt"] = work.stamp(ended)


def _restarts(work: Work, spec: Doc, code: int) -> bool:
    policy = spec.get("restartPolicy") or work.spec.get("restartPolicy", "Always")
    if (
        spec in (work.spec.get("initContainers") or ())
        and spec.get("restartPolicy") != "Always"
    ):
        return policy != "Never" and code != 0
    return policy == "Always" or (policy == "OnFailure" and code != 0)


def _after_end(work: Work, spec: Doc, memory: dict[str, Any], run: Doc) -> Look | None:
    """Restart at once the first time, later after a back-off; or it is done."""
    memory.update(ready=False, up=False, plan=[])
    if not _restarts(work, spec, run["code"]):
        return settle(memory, "done")
    step = backing_off.restart_step(
        memory.get("step", 0), memory.get("backed"), run["ended"]
    )
    memory.update(step=step + 1, backed=work.now, wait=backing_off.restart_wait(step))
    return settle(memory, "ended", work.after(timings.RELIST.seconds), recurring=True)


def _back_off_restart(work: Work, spec: Doc, memory: dict[str, Any]) -> Look | None:
    wait, run = memory["wait"], work.runs(spec["name"])[-1]
    until = round(run["ended"] + wait, 3)
    if not wait or until <= work.now:
        return _begin(work, spec, memory)
    place = f"container {spec['name']} in pod {work.full_name}"
    every = timings.SYNC_WHILE_BACKING_OFF.seconds
    text = f"Back-off restarting failed {place}"
    work.say(
        "BackOff", text, warn=True, container=spec, next="you", every=every, until=until
    )
    named = f"container={spec['name']} pod={work.full_name}"
    memory["reason"] = "CrashLoopBackOff"
    memory["message"] = f"back-off {backing_off.shown(wait)} restarting failed {named}"
    return settle(memory, "back-off", until, recurring=True)


_STEPS = {
    "waiting": _begin,
    "config-error": _retry_config,
    "pulling": _pulled,
    "pull-failed": _back_off_image,
    "image-back-off": _begin,
    "starting": _running,
    "running": _running,
    "stopping": _stopped,
    "ended": _back_off_restart,
    "back-off": _begin,
}
