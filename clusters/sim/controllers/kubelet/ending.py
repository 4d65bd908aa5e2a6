"""A run has ended: what is noted of it, and whether there will be another."""

from __future__ import annotations

from typing import Any

from clusters.sim.catalog.timings import kube as timings
from clusters.sim.commands import Doc
from clusters.sim.controllers.kubelet import backing_off
from clusters.sim.controllers.kubelet.settling import settle
from clusters.sim.controllers.kubelet.work import Look, Work


def end(work: Work, run: dict[str, Any], ended: float, code: int) -> None:
    run.update(ended=ended, code=code, reason="Completed" if code == 0 else "Error")
    run["finishedAt"] = work.stamp(ended)


def restarts(work: Work, spec: Doc, code: int) -> bool:
    policy = spec.get("restartPolicy") or work.spec.get("restartPolicy", "Always")
    if (
        spec in (work.spec.get("initContainers") or ())
        and spec.get("restartPolicy") != "Always"
    ):
        return policy != "Never" and code != 0
    return policy == "Always" or (policy == "OnFailure" and code != 0)


def after_end(work: Work, spec: Doc, memory: dict[str, Any], run: Doc) -> Look | None:
    """Restart at once the first time, later after a back-off; or it is done."""
    memory.update(ready=False, up=False, plan=[])
    if not restarts(work, spec, run["code"]):
        return settle(memory, "done")
    step = backing_off.restart_step(
        memory.get("step", 0), memory.get("backed"), run["ended"]
    )
    memory.update(step=step + 1, backed=work.now, wait=backing_off.restart_wait(step))
    return settle(memory, "ended", work.after(timings.RELIST.seconds), recurring=True)
