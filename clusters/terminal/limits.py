"""What one line may use up, so that no line can hold the server."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

MINUTE = 60.0
BYTES = 1 << 20
LOOK_SECONDS = 0.05


class OverLimit(Exception):
    """A line has used up one of its limits; the text says which, and what to do."""


@dataclass
class Limits:
    """The limits of one line, and what it has used of them."""

    seconds: float = 10 * MINUTE
    processor_seconds: float = 5.0
    starts: int = 10_000
    """Programs, and rounds of loops."""
    printed: int = BYTES
    passed: int = 32 * BYTES
    """Letters that go through all pipes and substitutions together."""
    began: float = field(default_factory=time.monotonic)
    processor_began: float = field(default_factory=time.thread_time)
    looked: float = 0.0
    """When the processor's time was last asked for, which costs a system call."""
    started: int = 0
    letters: int = 0

    def begin(self) -> None:
        """The line begins now, in this thread."""
        self.began, self.processor_began = time.monotonic(), time.thread_time()
        self.looked, self.started, self.letters = self.began, 0, 0

    def check(self) -> None:
        """Raise OverLimit when the time is over. Called in the line's own thread."""
        here = time.monotonic()
        if here - self.began > self.seconds:
            told = f"a line may run for {self.seconds / MINUTE:g} minutes"
            raise OverLimit(f"{told}; run it again to go on")
        if here - self.looked > LOOK_SECONDS:
            self.looked = here
            self._check_processor()

    def _check_processor(self) -> None:
        if time.thread_time() - self.processor_began > self.processor_seconds:
            told = f"a line may compute for {self.processor_seconds:g} seconds"
            raise OverLimit(f"{told}; do less at once")

    def left(self) -> float:
        """Seconds until the line's time is over."""
        return max(0.0, self.began + self.seconds - time.monotonic())

    def start(self) -> None:
        """Count one more program, or one more round of a loop."""
        self.started += 1
        if self.started > self.starts:
            told = f"a line may start {self.starts:,} programs and rounds of loops"
            raise OverLimit(f"{told}; do less at once")

    def took(self, letters: int) -> None:
        """Count text that goes from one place of the line to another."""
        self.letters += letters
        if self.letters > self.passed:
            told = f"{self.passed // BYTES} MiB may go through the pipes of a line"
            raise OverLimit(f"{told}; narrow it down earlier")
