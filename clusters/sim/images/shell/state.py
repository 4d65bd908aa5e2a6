"""What a running script changes: variables, files, the time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from clusters.sim.images.process import Process

STEPS = 50_000
"""So many commands may one reading of a script take before it is cut off."""
OPENING = ("/tmp", "/var", "/etc", "/home", "/root", "/dev")  # noqa: S108 inside a container


class Chunk(NamedTuple):
    """A piece of output, not yet cut into lines."""

    at: float
    stream: str
    text: str


class Exited(Exception):
    """`exit`: the script ends."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Endless(Exception):
    """From here on nothing changes any more: the script runs for ever."""


class LoopEnd(Exception):
    """`break` and `continue`."""

    def __init__(self, *, stop: bool) -> None:
        super().__init__()
        self.stop = stop


class OverTime(Exception):
    """The reader does not want to know what happens later."""


@dataclass
class State:
    """A script in the middle of its run. `until` is how far the reader looks."""

    env: dict[str, str]
    until: float
    hostname: str = ""
    epoch: float = 0.0
    dialect: str = "busybox"
    args: tuple[str, ...] = ()
    tools: frozenset[str] = frozenset()
    servers: Mapping[str, object] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    folders: set[str] = field(default_factory=lambda: set(OPENING))
    at: float = 0.0
    status: int = 0
    steps: int = 0
    errexit: bool = False
    traced: bool = False
    trap: str = ""
    server: Process | None = None
    """The process that took over at the end, if one did."""
    changes: list[float] = field(default_factory=list)
    endless: bool = False
    """Whether the script would go on for ever."""
    patient: bool = False
    """Whether the reader wants repetitions spelled out (logs) or only the end."""

    def spend(self, seconds: float) -> None:
        """Let time pass; OverTime when the reader's moment comes first."""
        if self.at + seconds > self.until:
            self.at = self.until
            raise OverTime
        self.at = round(self.at + seconds, 3)

    def write(self, path: str, text: str, *, append: bool = False) -> None:
        self.files[path] = self.files.get(path, "") + text if append else text
        self.changes.append(self.at)

    def delete(self, path: str) -> None:
        del self.files[path]
        self.changes.append(self.at)

    def snapshot(self) -> tuple[dict[str, str], dict[str, str], int]:
        return dict(self.env), dict(self.files), self.status
