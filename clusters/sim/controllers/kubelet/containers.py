"""One container's way: pull, create, start, run, end, and again."""

from __future__ import annotations

from typing import Any

from clusters.sim.catalog.timings import kube as timings
from clusters.sim.commands import Doc
from clusters.sim.controllers.kubelet import backing_off, config, having_image, running
from clusters.sim.controllers.kubelet.settling import settle
from clusters.sim.controllers.kubelet.work import Look, Work
from clusters.sim.images import image as images


def advance(work: Work, spec: Doc) -> Look | None:
    """The next small thing for a container; when to look at it again."""
    memory = work.container(spec["name"])
    if memory.get("image", spec["image"]) != spec["image"]:
        return _take_new_image(work, spec, memory)
    if memory.get("until", 0.0) > work.now:
        return Look(memory["until"], memory.get("recurring", False))
    step = _STEPS.get(memory["phase"])
    return step(work, spec, memory) if step else None


def _take_new_image(work: Work, spec: Doc, memory: dict[str, Any]) -> Look | None:
    """The image was changed in place: what runs is stopped, what waits begins anew."""
    memory["image"] = spec["image"]
    if memory["phase"] in {"running", "starting"}:
        text = f"Container {spec['name']} definition changed, will be restarted"
        work.say("Killing", text, container=spec)
        return running.stop(work, spec, memory, running.grace(work, spec))
    if memory["phase"] in {"stopping", "done"}:
        return advance(work, spec)
    work.silence()
    memory.pop("tries", None)
    return having_image.begin(work, spec, memory)


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
    return having_image.begin(work, spec, memory)


def _back_off_restart(work: Work, spec: Doc, memory: dict[str, Any]) -> Look | None:
    wait, run = memory["wait"], work.runs(spec["name"])[-1]
    until = round(run["ended"] + wait, 3)
    if not wait or until <= work.now:
        return having_image.begin(work, spec, memory)
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
    "waiting": having_image.begin,
    "config-error": _retry_config,
    "pulling": having_image.pulled,
    "pull-failed": having_image.back_off,
    "image-back-off": having_image.begin,
    "starting": running.look,
    "running": running.look,
    "stopping": running.stopped,
    "ended": _back_off_restart,
    "back-off": having_image.begin,
}
