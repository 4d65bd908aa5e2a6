"""Threads for lines: as many as are needed, gone when they are not, never waited for.

An executor's threads would hold the server's end until the last line has ended.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

Job = Callable[[], None]
IDLE_SECONDS = 60.0


class Threads:
    """A pool that grows to `most` threads. What a job raises ends its thread."""

    def __init__(self, most: int, name: str) -> None:
        self._most, self._name = most, name
        self._jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._free = threading.Semaphore(0)
        self._guard = threading.Lock()
        self.count = 0

    def run(self, job: Job) -> None:
        """Run it in a thread that is free, else in a new one."""
        self._jobs.put(job)
        if not self._free.acquire(blocking=False):
            self._begin()

    def _begin(self) -> None:
        with self._guard:
            if self.count == self._most:
                return  # whoever is free next takes it
            self.count += 1
        threading.Thread(target=self._serve, name=self._name, daemon=True).start()

    def _serve(self) -> None:
        try:
            while (job := self._next()) is not None:
                job()
        finally:
            with self._guard:
                self.count -= 1
            if not self._jobs.empty():  # it failed, and others wait
                self._begin()

    def _next(self) -> Job | None:
        """The next job; None when there was none for a while."""
        while True:
            try:
                return self._jobs.get_nowait()
            except queue.Empty:
                self._free.release()
            try:
                return self._jobs.get(timeout=IDLE_SECONDS)
            except queue.Empty:
                if self._free.acquire(blocking=False):
                    return None
