"""After a reboot: what ran on the machine runs no more, and is started again."""

from __future__ import annotations

from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.controllers.kubelet.work import Work
from clusters.sim.kube.workloads import machines
from clusters.sim.world import Reader

LOST = 255


def running_since(view: Reader, cluster: str, node: Doc) -> float:
    """When the node's machine was started last."""
    instance = machines.instance_key(view, cluster, node)
    machine = view.find(instance) if instance else None
    since: float = machine["_"].get("running", 0.0) if machine else 0.0
    return since


def notice(work: Work) -> None:
    """End the runs of an earlier life of the machine; the Pod gets a new sandbox."""
    if running_since(work.tx, work.cluster, work.node) <= work.state["seen"]:
        return
    work.state["seen"] = work.now
    for name, memory in work.state.get("containers", {}).items():
        runs = work.runs(name)
        if runs and "ended" not in runs[-1]:
            _lose(work, memory, runs[-1])
    if not work.spec.get("hostNetwork"):
        work.state.pop("ip", None)
        work.state["sandbox"] = work.now
    text = "Pod sandbox changed, it will be killed and re-created."
    work.say("SandboxChanged", text)


def _lose(work: Work, memory: dict[str, Any], run: dict[str, Any]) -> None:
    run.update(ended=work.now, code=LOST, reason="Unknown", finishedAt=work.tx.stamp)
    memory.update(phase="waiting", ready=False, up=False, plan=[])
    memory.pop("until", None)
