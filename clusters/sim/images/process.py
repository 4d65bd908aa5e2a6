"""Process: one run of a container as a pure function of the seconds since its start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

FOREVER = float("inf")


class Line(NamedTuple):
    """One line of output: seconds after the start, the stream, the text."""

    at: float
    stream: str
    text: str


class Exit(NamedTuple):
    """How a process ends by itself: so many seconds after its start, with a code."""

    after: float
    code: int


class Ran(NamedTuple):
    """What a command inside the container answered.

    `said` is the output as it was written: the stream of each piece, and its text.
    `endless` is said of a command that goes on until somebody stops it.
    """

    code: int
    output: str
    said: tuple[tuple[str, str], ...] = ()
    endless: bool = False


class StartError(Exception):
    """The runtime could not start the process; the text is runc's."""


@dataclass(frozen=True)
class Start:
    """What a run is given. `epoch` is the learner's watch at its start."""

    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    tag: str = "latest"
    hostname: str = ""
    address: str = ""
    epoch: float = 0.0
    user: str = ""
    ports: tuple[int, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    """What is mounted into the container: text by path."""


Output: TypeAlias = Callable[[float], Iterable[Line]]
Answer: TypeAlias = Callable[[int, str, float], int | None]
Execute: TypeAlias = Callable[[tuple[str, ...], float], Ran]


def _silent(_until: float) -> Iterator[Line]:
    return iter(())


def _closed(_port: int, _path: str, _at: float) -> int | None:
    return None


def not_found(argv: tuple[str, ...], _at: float = 0.0) -> Ran:
    """An exec of a program that the image does not hold."""
    text = f'exec: "{argv[0]}": executable file not found in $PATH'
    return Ran(126, f"OCI runtime exec failed: exec failed: {text}: unknown")


@dataclass(frozen=True)
class Process:
    """What a process does, told by the second.

    `output(until)` is lazy and in the order of time, at least up to that second.
    `answer(port,
    path, at)` is the HTTP status then, 0 for an open port that speaks no HTTP, None
    where nothing listens. `changes` are the seconds at which answers, files or both
    may change. `stops` is how long after its stop signal the process ends, and with
    which code: None ignores the signal, as PID 1 without a handler does.
    """

    output: Output = _silent
    exits: Exit | None = None
    answer: Answer = _closed
    execute: Execute = not_found
    changes: tuple[float, ...] = ()
    stops: Exit | None = None
    farewell: tuple[str, ...] = ()
    memory: int = 0


def opens(
    ports: Mapping[int, float], routes: Callable[[str], int] | None = None
) -> Answer:
    """Answers of a server whose ports open so many seconds after its start."""

    def answer(port: int, path: str, at: float) -> int | None:
        since = ports.get(port)
        if since is None or at < since:
            return None
        return routes(path) if routes else 0

    return answer
