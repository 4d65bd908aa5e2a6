"""Whether a Pod just runs on: most looks at one find nothing to do."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.controllers.kubelet.rebooting import running_since
from clusters.sim.controllers.kubelet.work import Look
from clusters.sim.kube.workloads import pods
from clusters.sim.tx import Tx
from clusters.sim.world import Document

RESTING = ("running", "done")


def runs_on(tx: Tx, cluster: str, pod: Document, node: Document) -> bool:
    """Whether nothing is due, and the status says all there is to say."""
    hidden, status = pod["_"], pod.get("status", {})
    state = hidden.get("kubelet", {})
    memories = state.get("containers", {})
    if pods.terminating(pod) or "ip" not in state or not memories:
        return False
    spec = pod["spec"]
    if "activeDeadlineSeconds" in spec or any(
        memories.get(c["name"], {}).get("image") != c["image"]
        for c in spec["containers"]
    ):
        return False
    generation = pod["metadata"].get("generation")
    seen = status.get("observedGeneration", generation) == generation
    ready = all(
        memories.get(c["name"], {}).get("ready") for c in pod["spec"]["containers"]
    )
    return (
        seen
        and ready == ("ready" in hidden)
        and all(_rests(memory, tx.now) for memory in memories.values())
        and running_since(tx, cluster, node) <= state["seen"]
    )


def _rests(memory: Doc, now: float) -> bool:
    until: float = memory.get("until", float("inf"))
    return memory["phase"] in RESTING and until > now


def looks(pod: Doc) -> list[Look]:
    """The appointments that stand."""
    memories = pod["_"]["kubelet"]["containers"].values()
    return [
        Look(m["until"], m.get("recurring", False)) for m in memories if "until" in m
    ]
