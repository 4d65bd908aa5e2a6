"""What a container has written: a pure function of its recorded runs and the time."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.sim.commands import Doc
from clusters.sim.images import starting
from clusters.sim.images.process import Process
from clusters.sim.world import Key, Reader

LogLine = tuple[float, str, str]
"""Simulated second, stream (stdout or stderr), text."""


def lines(
    view: Reader, pod: Key, container: str, *, previous: bool = False, now: float
) -> list[LogLine]:
    """The log of a container's present run, or of the one before.

    Lines of later seconds appear as `now` goes on, so following a log is asking
    again. Empty where there is no such run.
    """
    doc = view.find(pod)
    runs = doc.get("_", {}).get("runs", {}).get(container, []) if doc else []
    place = -2 if previous else -1
    if len(runs) < -place:
        return []
    return list(of_run(runs[place], now))


def of_run(run: Doc, now: float) -> Iterator[LogLine]:
    """The lines of one run up to a moment."""
    if run.get("reason") == "StartError":
        return
    process = starting.of_run(run)
    age = round(min(now, run.get("ended", now)) - run["started"], 3)
    for line in process.output(age):
        if line.at > age:
            break
        yield round(run["started"] + line.at, 3), line.stream, line.text
    yield from _farewell(run, process, now)


def _farewell(run: Doc, process: Process, now: float) -> Iterator[LogLine]:
    """What a server says when it is told to stop."""
    told = run.get("told")
    if told is not None and told <= now:
        for text in process.farewell:
            yield told, "stderr", text
