"""A terminal at work: whose it is, where it stands, what it remembers."""

from __future__ import annotations

import queue
import threading
from asyncio import AbstractEventLoop
from dataclasses import dataclass, field

from clusters import runtime
from clusters.sim.world import World
from clusters.terminal.files import HOME, Files
from clusters.terminal.limits import Limits

LAPTOP = "laptop"
EDIT = "\x1bE"
"""A piece of output that begins so names a file that the page shall open to edit."""
LOOK_SECONDS = 0.25


class Stopped(Exception):
    """The learner pressed Ctrl+C, left, or the line's time is over."""


@dataclass
class Session:
    """What a line runs in. One line at a time uses it; `stop` may be set by others."""

    sandbox: str
    loop: AbstractEventLoop
    """The loop of this process's doors: requests to them run there."""
    files: Files = field(default_factory=Files)
    variables: dict[str, str] = field(default_factory=dict)
    folder: str = HOME
    place: str = LAPTOP
    """Where the learner stands: the laptop, or the id of an instance."""
    status: int = 0
    """The code that the last program ended with: `$?`."""
    columns: int = 120
    """How many letters fit on the page's line."""
    stop: threading.Event = field(default_factory=threading.Event)
    edits: queue.SimpleQueue[tuple[str, str | None]] = field(
        default_factory=queue.SimpleQueue
    )
    """Files that the learner saved while this line runs; None: closed unsaved."""
    limits: Limits = field(default_factory=Limits)
    """What the line under way may use up."""

    def world(self) -> World:
        """The sandbox as it is now. Raises runtime.Gone."""
        return runtime.read(self.sandbox)

    def check(self) -> None:
        """Raise Stopped or OverLimit when this line is to end: call it in every loop."""
        if self.stop.is_set():
            raise Stopped
        self.limits.check()

    def start(self) -> None:
        """Count one more program, or one more round of a loop, unless this is to end."""
        self.check()
        self.limits.start()

    def sleep(self, seconds: float) -> None:
        """Wait, unless the line is to end. Raises Stopped and OverLimit."""
        self.stop.wait(min(seconds, self.limits.left()))
        self.check()

    def edited(self, path: str) -> str | None:
        """Wait for what the learner makes of a file that was opened to edit.

        None when it is closed without saving. Raises Stopped.
        """
        while True:
            self.check()
            try:
                saved, text = self.edits.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                continue
            if saved == path:
                return text
