"""The first part of a container's way: its image on the node."""

from __future__ import annotations

from typing import Any

from clusters.sim.catalog.timings import kube as timings
from clusters.sim.commands import Doc
from clusters.sim.controllers.kubelet import backing_off, creating, probing, pulling
from clusters.sim.controllers.kubelet.settling import settle
from clusters.sim.controllers.kubelet.work import Look, Work
from clusters.sim.images.reference import InvalidImageName, parsed


def begin(work: Work, spec: Doc, memory: dict[str, Any]) -> Look | None:
    """Have the image, or go and get it."""
    memory["image"] = spec["image"]
    try:
        ref = parsed(spec["image"])
    except InvalidImageName as wrong:
        return _invalid_name(work, spec, memory, str(wrong))
    policy, store = spec.get("imagePullPolicy"), pulling.present(work, ref)
    if store is not None and policy != "Always":
        text = f'Container image "{spec["image"]}" already present on machine'
        work.say("Pulled", text, container=spec)
        return creating.create(work, spec, memory)
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


def pulled(work: Work, spec: Doc, memory: dict[str, Any]) -> Look | None:
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
    return creating.create(work, spec, memory)


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


def back_off(work: Work, spec: Doc, memory: dict[str, Any]) -> Look | None:
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
