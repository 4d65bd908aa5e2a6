"""A Pod's status, drawn from what the kubelet remembers of its containers."""

from __future__ import annotations

from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.controllers.kubelet.pulling import digest
from clusters.sim.controllers.kubelet.work import Work
from clusters.sim.images.reference import InvalidImageName, parsed
from clusters.sim.kube.workloads import machines

EPOCH = "1970-01-01T00:00:00Z"
OBSERVED_SINCE = 34
"""From 1.34 on a Pod's status says which generation of it the kubelet has seen."""
_OVER = ("done", "ended", "back-off")


def draw(work: Work) -> None:
    """Write the whole status."""
    status, spec = work.status, work.spec
    host = machines.address(work.node)
    if host:
        status.update(hostIP=host, hostIPs=[{"ip": host}])
    inits = spec.get("initContainers") or []
    initialized = all(is_initialized(work, item) for item in inits)
    if inits:
        status["initContainerStatuses"] = [
            _container(work, c, initialized=True) for c in inits
        ]
    status["containerStatuses"] = [
        _container(work, c, initialized=initialized) for c in spec["containers"]
    ]
    status["phase"] = _phase(work, initialized=initialized)
    if work.minor >= OBSERVED_SINCE and "generation" in work.body["metadata"]:
        status["observedGeneration"] = work.body["metadata"]["generation"]
    _conditions(work, initialized=initialized)


def fail(work: Work, reason: str, message: str) -> None:
    """The kubelet gives the whole Pod up."""
    work.status.update(
        phase="Failed", reason=reason, message=message, startTime=work.tx.stamp
    )


def is_initialized(work: Work, container: Doc) -> bool:
    memory = work.container(container["name"])
    if container.get("restartPolicy") == "Always":
        return bool(memory.get("up"))
    runs = work.runs(container["name"])
    return memory["phase"] == "done" and bool(runs) and runs[-1]["code"] == 0


def _phase(work: Work, *, initialized: bool) -> str:
    names = [c["name"] for c in work.spec["containers"]]
    failed_init = any(
        work.container(c["name"])["phase"] == "done"
        and work.runs(c["name"])[-1]["code"]
        for c in work.spec.get("initContainers") or ()
    )
    if failed_init:
        return "Failed"
    if not initialized:
        return "Pending"
    phases = [work.container(name)["phase"] for name in names]
    if all(phase == "done" for phase in phases):
        codes = [work.runs(name)[-1]["code"] for name in names]
        return "Failed" if any(codes) else "Succeeded"
    # A container that waits for its first run keeps the Pod Pending.
    if all(
        work.runs(name) and phase != "starting"
        for name, phase in zip(names, phases, strict=True)
    ):
        return "Running"
    had_runs = [len(work.runs(name)) > 1 for name in names]
    return "Running" if all(had_runs) else "Pending"


def _container(work: Work, spec: Doc, *, initialized: bool) -> dict[str, Any]:
    memory, runs = work.container(spec["name"]), work.runs(spec["name"])
    state, last = _states(
        memory,
        runs,
        initialized=initialized,
        inits=bool(work.spec.get("initContainers")),
    )
    out: dict[str, Any] = {
        "name": spec["name"],
        "image": spec["image"],
        "imageID": "",
        "lastState": last,
        "ready": bool(memory.get("ready")) or _completed_init(work, spec, memory, runs),
        "restartCount": memory.get("restarts", 0),
        "started": bool(memory.get("up")),
        "state": state,
    }
    shown = runs[-1:] if memory["phase"] != "starting" else runs[:-1]
    if shown:
        out["containerID"] = f"containerd://{shown[0]['id']}"
        try:
            ref = parsed(shown[0]["image"])
            out["image"], out["imageID"] = ref.full, digest(ref)
        except InvalidImageName:
            out["image"] = shown[0]["image"]
    return out


def _completed_init(
    work: Work, spec: Doc, memory: Doc, runs: list[dict[str, Any]]
) -> bool:
    """An init container that ended well counts as ready."""
    init = spec in (work.spec.get("initContainers") or ())
    return init and memory["phase"] == "done" and bool(runs) and runs[-1]["code"] == 0


def _states(
    memory: Doc, runs: list[dict[str, Any]], *, initialized: bool, inits: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    """`state` and `lastState` of a container."""
    phase = memory["phase"]
    if phase == "starting":
        runs = runs[:-1]
    running = bool(runs) and phase in {"running", "stopping"}
    if running:
        started = {"startedAt": _stamp(runs[-1])}
        return {"running": started}, _terminated(runs[-2]) if len(runs) > 1 else {}
    if runs and phase in {"done", "ended"}:
        return _terminated(runs[-1]), _terminated(runs[-2]) if len(runs) > 1 else {}
    starts = runs and phase in {"pulling", "starting"}
    if starts and memory.get("reason") != "CrashLoopBackOff":
        return _terminated(runs[-1]), _terminated(runs[-2]) if len(runs) > 1 else {}
    waiting = {
        "reason": memory.get("reason")
        or _waits_for(initialized=initialized, inits=inits)
    }
    if memory.get("message"):
        waiting["message"] = memory["message"]
    return {"waiting": waiting}, _terminated(runs[-1]) if runs else {}


def _waits_for(*, initialized: bool, inits: bool) -> str:
    return "ContainerCreating" if initialized and not inits else "PodInitializing"


def _terminated(run: Doc) -> dict[str, Any]:
    failed_start = run["reason"] == "StartError"
    ended = {
        "containerID": f"containerd://{run['id']}",
        "exitCode": run["code"],
        "finishedAt": run.get("finishedAt") or _stamp(run),
        "reason": run["reason"],
        "startedAt": EPOCH if failed_start else _stamp(run),
    }
    if run.get("message"):
        ended["message"] = run["message"]
    return {"terminated": ended}


def _stamp(run: Doc) -> str:
    stamp: str = run["startedAt"]
    return stamp


def _conditions(work: Work, *, initialized: bool) -> None:
    statuses = work.status["containerStatuses"]
    sidecars = [
        c["name"]
        for c in work.spec.get("initContainers") or ()
        if c.get("restartPolicy") == "Always"
    ]
    named = {
        s["name"]: s for s in [*work.status.get("initContainerStatuses", ()), *statuses]
    }
    names = [*sidecars, *(s["name"] for s in statuses)]
    unready = [name for name in names if not named[name]["ready"]]
    containers = _containers_ready(work.status["phase"], unready)
    gates = [g["conditionType"] for g in work.spec.get("readinessGates") or ()]
    ready = containers or _gated(work.status, gates)
    sandbox = "ip" in work.state and work.status["phase"] not in {"Succeeded", "Failed"}
    incomplete = [
        c["name"]
        for c in work.spec.get("initContainers") or ()
        if not is_initialized(work, c)
    ]
    not_initialized = {} if initialized else {
        "reason": "ContainersNotInitialized",
        "message": f"containers with incomplete status: [{' '.join(incomplete)}]",
    }  # fmt: skip
    if initialized and work.status["phase"] == "Succeeded":
        not_initialized = {"reason": "PodCompleted"}
    drawn = [
        _condition("PodReadyToStartContainers", {}, holds=sandbox),
        _condition("Initialized", not_initialized, holds=initialized),
        _condition("Ready", ready, holds=not ready),
        _condition("ContainersReady", containers, holds=not containers),
    ]
    _put_conditions(work, drawn)


def _containers_ready(phase: str, unready: list[str]) -> dict[str, str]:
    """Why the containers are not ready; empty when they are."""
    if phase in {"Succeeded", "Failed"}:
        return {"reason": "PodCompleted" if phase == "Succeeded" else "PodFailed"}
    if not unready:
        return {}
    text = f"containers with unready status: [{' '.join(unready)}]"
    return {"reason": "ContainersNotReady", "message": text}


def _gated(status: Doc, gates: list[str]) -> dict[str, str]:
    met = {c["type"] for c in status.get("conditions") or () if c["status"] == "True"}
    missing = [gate for gate in gates if gate not in met]
    if not missing:
        return {}
    text = (
        f'corresponding condition of pod readiness gate "{missing[0]}" does not exist.'
    )
    return {"reason": "ReadinessGatesNotReady", "message": text}


def _condition(kind: str, why: Doc, *, holds: bool) -> dict[str, Any]:
    return {"type": kind, "status": "True" if holds else "False", **why}


def _put_conditions(work: Work, drawn: list[dict[str, Any]]) -> None:
    """The kubelet's own conditions first, in its order; others keep theirs."""
    old = {c["type"]: c for c in work.status.get("conditions") or ()}
    for condition in drawn:
        before = old.pop(condition["type"], None)
        same = before is not None and before["status"] == condition["status"]
        condition["lastTransitionTime"] = (
            before["lastTransitionTime"] if before and same else work.tx.stamp
        )
    work.status["conditions"] = [*drawn, *old.values()]
    hidden = work.body["_"]
    if drawn[2]["status"] == "True":
        hidden.setdefault("ready", work.now)
    else:
        hidden.pop("ready", None)
