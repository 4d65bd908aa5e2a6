"""The zygote as its server sees it: started when first needed, started anew when gone."""

from __future__ import annotations

import atexit
import itertools
import os
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from clusters.terminal.box.zygote import ORDER, START, STOP
from clusters.terminal.files import HOME

ROOT = Path(__file__).parents[3]
ZYGOTE = "clusters.terminal.box.zygote"
ENVIRONMENT = {
    "HOME": HOME,
    "LANG": "C.UTF-8",
    "PATH": os.devnull,
    "PYTHONUTF8": "1",
    "TZ": "UTC",
}
"""Nothing of the server's own: the libraries look for keys and settings there."""
PATIENCE = 5.0
"""Seconds that a zygote has to end by itself."""
LONGEST_FRAME = 30.0
"""Seconds in which what a job has begun to say must have come."""


class Child(NamedTuple):
    """A process that waits for its job: its number, and the channel to it."""

    number: int
    channel: socket.socket


@dataclass
class Keeper:
    """Keeps one zygote for the jobs of a package."""

    package: str
    spares: int = 2
    """Children that are there before their job is: nobody waits for a fork."""
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _process: subprocess.Popen[bytes] | None = None
    _control: socket.socket | None = None
    _idle: list[Child] = field(default_factory=list)

    def start(self) -> Child:
        """A child for one job."""
        with self._guard:
            self._zygote()
            return self._idle.pop() if self._idle else self._forked()

    def refill(self) -> None:
        """Have children ready for the next jobs."""
        with self._guard:
            self._zygote()
            while len(self._idle) < self.spares:
                self._idle.insert(0, self._forked())

    def stop(self, number: int) -> None:
        """End a job, wherever it is."""
        with self._guard:
            if self._control is None:
                return
            try:
                self._control.sendall(ORDER.pack(STOP, number))
            except OSError:
                self._end()

    def close(self) -> None:
        """End the zygote and with it all jobs."""
        with self._guard:
            self._end()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    def _forked(self) -> Child:
        ours, theirs = socket.socketpair()
        ours.settimeout(LONGEST_FRAME)
        with theirs:
            number = next(self._numbers) % (1 << 32)
            order = ORDER.pack(START, number)
            try:
                socket.send_fds(self._zygote(), [order], [theirs.fileno()])
            except OSError:
                self._end()
                socket.send_fds(self._zygote(), [order], [theirs.fileno()])
        return Child(number, ours)

    def _zygote(self) -> socket.socket:
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._control is None:
            self._begin()
        assert self._control is not None
        return self._control

    def _begin(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            descriptor = theirs.fileno()
            self._process = subprocess.Popen(  # noqa: S603  (our own program)
                [sys.executable, "-m", ZYGOTE, str(descriptor), self.package],
                cwd=ROOT,
                env=ENVIRONMENT,
                pass_fds=(descriptor,),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._control = ours
        atexit.register(self.close)

    def _end(self) -> None:
        atexit.unregister(self.close)
        while self._idle:
            self._idle.pop().channel.close()
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            try:
                self._process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
