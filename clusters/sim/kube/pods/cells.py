"""A Pod's table row; above all its STATUS."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.kube.ages import age_of, parsed, since
from clusters.sim.kube.kind import Cell

NONE = "<none>"
READY_GATES = "readinessGates"


def cells(doc: Doc) -> list[Cell]:
    spec, status = doc["spec"], doc.get("status", {})
    sidecars = [c for c in spec.get("initContainers") or () if is_sidecar(c)]
    states = _states(doc)
    ready = sum(_is_ready(states, c) for c in [*sidecars, *spec["containers"]])
    restarts, last = _restarts(spec, status)
    return [
        doc["metadata"]["name"],
        f"{ready}/{len(sidecars) + len(spec['containers'])}",
        status_text(doc),
        (lambda epoch: f"{restarts} ({since(last, epoch)} ago)")
        if last and restarts
        else str(restarts),
        age_of(doc),
        status.get("podIP") or NONE,
        spec.get("nodeName") or NONE,
        status.get("nominatedNodeName") or NONE,
        _gates(doc),
    ]


def status_text(doc: Doc) -> str:
    """The STATUS that `kubectl get pods` shows."""
    status, meta = doc.get("status", {}), doc["metadata"]
    text = status.get("reason") or status.get("phase", "Unknown")
    conditions = {c["type"]: c for c in status.get("conditions") or ()}
    if conditions.get("PodScheduled", {}).get("reason") == "SchedulingGated":
        text = "SchedulingGated"
    blocked = _initializing(doc)
    if blocked:
        text = blocked
    else:
        text, running = _of_containers(status.get("containerStatuses") or (), text)
        if text == "Completed" and running:
            is_ready = conditions.get("Ready", {}).get("status") == "True"
            text = "Running" if is_ready else "NotReady"
    if "deletionTimestamp" in meta:
        return "Unknown" if status.get("reason") == "NodeLost" else "Terminating"
    return str(text)


def is_sidecar(container: Doc) -> bool:
    """An init container that keeps running beside the others."""
    return container.get("restartPolicy") == "Always"


def _states(doc: Doc) -> dict[str, Doc]:
    status = doc.get("status", {})
    both = ("initContainerStatuses", "containerStatuses")
    return {s["name"]: s for part in both for s in status.get(part) or ()}


def _is_ready(states: dict[str, Doc], container: Doc) -> bool:
    state = states.get(container["name"], {})
    return bool(state.get("ready")) and "running" in state.get("state", {})


def _initializing(doc: Doc) -> str:
    """What keeps the Pod in its init containers; empty when nothing does."""
    planned = doc["spec"].get("initContainers") or ()
    states = _states(doc)
    for at, container in enumerate(planned):
        state = states.get(container["name"])
        if state is None:
            continue
        now = state.get("state", {})
        if is_sidecar(container) and state.get("started"):
            continue
        ended = now.get("terminated")
        if ended is not None:
            if ended.get("exitCode") == 0:
                continue
            return f"Init:{_ended(ended)}"
        waiting = now.get("waiting", {}).get("reason", "")
        if waiting not in {"", "PodInitializing"}:
            return f"Init:{waiting}"
        return f"Init:{at}/{len(planned)}"
    return ""


def _of_containers(states: Sequence[Doc], text: Any) -> tuple[Any, bool]:
    running = False
    for state in reversed(states):
        now = state.get("state", {})
        if now.get("waiting", {}).get("reason"):
            text = now["waiting"]["reason"]
        elif "terminated" in now:
            text = _ended(now["terminated"])
        elif state.get("ready") and "running" in now:
            running = True
    return text, running


def _ended(state: Doc) -> str:
    if state.get("reason"):
        return str(state["reason"])
    if state.get("signal"):
        return f"Signal:{state['signal']}"
    return f"ExitCode:{state.get('exitCode', 0)}"


def _restarts(spec: Doc, status: Doc) -> tuple[int, str]:
    """How often containers were restarted, and when last."""
    sidecars = {c["name"] for c in spec.get("initContainers") or () if is_sidecar(c)}
    inits = status.get("initContainerStatuses") or ()
    counted = [s for s in inits if s["name"] in sidecars]
    counted += status.get("containerStatuses") or ()
    if not status.get("containerStatuses"):
        counted = list(inits)
    ends = [
        s.get("lastState", {}).get("terminated", {}).get("finishedAt") for s in counted
    ]
    last = max(filter(None, ends), key=parsed, default="")
    return sum(s.get("restartCount", 0) for s in counted), last


def _gates(doc: Doc) -> str:
    gates = [gate["conditionType"] for gate in doc["spec"].get(READY_GATES) or ()]
    if not gates:
        return NONE
    met = {
        c["type"]
        for c in doc.get("status", {}).get("conditions") or ()
        if c["status"] == "True"
    }
    return f"{sum(gate in met for gate in gates)}/{len(gates)}"


def row_conditions(doc: Doc) -> list[dict[str, Any]]:
    """How the table marks a Pod that is over."""
    told = {
        "Succeeded": "The pod has completed successfully.",
        "Failed": "The pod failed.",
    }
    phase = doc.get("status", {}).get("phase")
    if phase not in told:
        return []
    return [
        {"type": "Completed", "status": "True", "reason": phase, "message": told[phase]}
    ]
