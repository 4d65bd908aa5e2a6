"""Probes: all that they will find in one run, worked out when the run begins.

A process is a pure function of its age, so a run's readiness, its first failures and
the moment a liveness probe has enough of it are known at its start. The kubelet only
looks again at those moments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from clusters.sim.commands import Doc
from clusters.sim.images.process import Process

FOREVER = 1e9
TICKS = 600
"""So many ticks a probe is followed; what has not changed by then stays as it is."""
KINDS = {
    "readinessProbe": "Readiness",
    "livenessProbe": "Liveness",
    "startupProbe": "Startup",
}
HTTP_OK = range(200, 400)


class Step(NamedTuple):
    """What happens `at` so many seconds after the start.

    `act` is `started`, `ready`, `unready`, `unhealthy` or `kill`; a failure repeats
    `every` so many seconds, for the last time at `until`.
    """

    at: float
    act: str
    text: str = ""
    every: float = 0.0
    until: float = 0.0


class Tick(NamedTuple):
    at: float
    failure: str
    """What the probe says; empty when it passed."""


def plan(container: Doc, process: Process, address: str, first: float) -> list[Step]:
    """Everything that probes will do in a run, in order. `first`: their first look."""
    began = first
    steps: list[Step] = []
    startup = container.get("startupProbe")
    if startup:
        steps += _until_kill(_startup(startup, process, container, address, first))
        started = [step for step in steps if step.act == "started"]
        if not started:
            return steps
        began = started[0].at
    else:
        steps.append(Step(first, "started"))
    readiness, liveness = (
        container.get("readinessProbe"),
        container.get("livenessProbe"),
    )
    later: list[Step] = []
    if readiness:
        later += _readiness(readiness, process, container, address, began)
    else:
        later.append(Step(began, "ready"))
    if liveness:
        later += _liveness(liveness, process, container, address, began)
    return _until_kill([*steps, *sorted(later, key=lambda step: step.at)])


def _until_kill(steps: list[Step]) -> list[Step]:
    for place, step in enumerate(steps):
        if step.act == "kill":
            return [_cut(one, step.at) for one in steps[: place + 1]]
    return steps


def _cut(step: Step, end: float) -> Step:
    return step._replace(until=min(step.until, end)) if step.every else step


def _startup(
    probe: Doc, process: Process, container: Doc, address: str, first: float
) -> list[Step]:
    failures: list[Tick] = []
    for tick in _ticks(probe, process, container, address, first):
        if not tick.failure:
            return [
                *_failing(probe, "startupProbe", failures),
                Step(tick.at, "started"),
            ]
        failures.append(tick)
        if len(failures) >= _failure_threshold(probe):
            text = (
                f"Container {container['name']} failed startup probe, will be restarted"
            )
            return [
                *_failing(probe, "startupProbe", failures),
                Step(tick.at, "kill", text),
            ]
    return _failing(probe, "startupProbe", failures, lasting=True)


def _readiness(
    probe: Doc, process: Process, container: Doc, address: str, first: float
) -> list[Step]:
    steps: list[Step] = []
    ready, passed, failures = False, 0, []
    for tick in _ticks(probe, process, container, address, first):
        if tick.failure:
            passed = 0
            failures.append(tick)
            if ready and len(failures) >= _failure_threshold(probe):
                ready = False
                steps.append(Step(tick.at, "unready"))
        else:
            steps += _failing(probe, "readinessProbe", failures)
            passed, failures = passed + 1, []
            if not ready and passed >= probe.get("successThreshold", 1):
                ready = True
                steps.append(Step(tick.at, "ready"))
    return sorted([*steps, *_failing(probe, "readinessProbe", failures, lasting=True)])


def _liveness(
    probe: Doc, process: Process, container: Doc, address: str, first: float
) -> list[Step]:
    steps: list[Step] = []
    failures: list[Tick] = []
    for tick in _ticks(probe, process, container, address, first):
        if not tick.failure:
            steps += _failing(probe, "livenessProbe", failures)
            failures = []
            continue
        failures.append(tick)
        if len(failures) >= _failure_threshold(probe):
            text = f"Container {container['name']} failed liveness probe, will be restarted"
            steps += _failing(probe, "livenessProbe", failures)
            return [*steps, Step(tick.at, "kill", text)]
    return [*steps, *_failing(probe, "livenessProbe", failures, lasting=True)]


def _failing(
    probe: Doc, kind: str, failures: list[Tick], *, lasting: bool = False
) -> list[Step]:
    """One event for a row of failures, counted at each; `lasting`: it never ends."""
    if not failures:
        return []
    first, period = failures[0], float(probe.get("periodSeconds", 10))
    text = f"{KINDS[kind]} probe failed: {first.failure}"
    until = FOREVER if lasting else failures[-1].at
    return [Step(first.at, "unhealthy", text, period, until)]


def _failure_threshold(probe: Doc) -> int:
    count: int = probe.get("failureThreshold", 3)
    return count


def _ticks(
    probe: Doc, process: Process, container: Doc, address: str, first: float
) -> Iterator[Tick]:
    """Looks at the process, up to the moment from which nothing changes any more."""
    period = probe.get("periodSeconds", 10)
    at = max(first, float(probe.get("initialDelaySeconds", 0)))
    last = max((*process.changes, first), default=first)
    end = process.exits.after if process.exits else float("inf")
    settled = 0
    rounds = _failure_threshold(probe) + int(probe.get("successThreshold", 1))
    for _ in range(TICKS):
        if at >= end or settled > rounds:
            return
        settled += at > last
        yield Tick(at, _look(probe, process, container, address, at))
        at += period


def _look(probe: Doc, process: Process, container: Doc, address: str, at: float) -> str:
    if probe.get("exec"):
        ran = process.execute(tuple(probe["exec"].get("command") or ()), at)
        return "" if ran.code == 0 else ran.output or f"command exited with {ran.code}"
    if probe.get("httpGet"):
        return _http(probe["httpGet"], process, container, address, at)
    asked = probe.get("tcpSocket") or probe.get("grpc") or {}
    port = _port(asked.get("port", 0), container)
    if process.answer(port, "", at) is not None:
        return ""
    return f"dial tcp {address}:{port}: connect: connection refused"


def _http(
    get: Mapping[str, Any], process: Process, container: Doc, address: str, at: float
) -> str:
    port = _port(get.get("port", 0), container)
    path = get.get("path") or "/"
    status = process.answer(port, path, at)
    if status is None:
        url = f"{get.get('scheme', 'HTTP').lower()}://{address}:{port}{path}"
        return f'Get "{url}": dial tcp {address}:{port}: connect: connection refused'
    return "" if status in HTTP_OK else f"HTTP probe failed with statuscode: {status}"


def _port(port: int | str, container: Doc) -> int:
    if isinstance(port, int):
        return port
    named = (p for p in container.get("ports") or () if p.get("name") == port)
    return next(
        (int(p["containerPort"]) for p in named), int(port) if port.isdigit() else 0
    )
