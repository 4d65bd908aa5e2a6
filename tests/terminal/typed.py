"""Lines as a page sends them, and what comes of them."""

from __future__ import annotations

import secrets
import threading
from typing import Any

from clusters.terminal import runner
from clusters.terminal.messages import Follower
from clusters.terminal.runner import Run

PATIENCE = 20


def name() -> str:
    """An id as a page makes one."""
    return secrets.token_hex(16)


def typed(sandbox_id: str, line: str, of: str = "") -> Run:
    """A line that is sent, and not waited for."""
    run = runner.submit(sandbox_id, of or name(), line)
    assert isinstance(run, Run)
    return run


def until(run: Run, found: Any) -> None:
    """Wait until something is true of a line."""
    seen = threading.Event()

    def look() -> None:
        if found(run):
            seen.set()

    runner.listen(run, look)
    look()
    assert seen.wait(PATIENCE), (run.line, run.code, run.screen.text())
    run.listeners.discard(look)


def ended(run: Run) -> Run:
    """The line when all is said of it."""
    until(run, lambda run: run.after is not None)
    return run


def done(sandbox_id: str, line: str) -> tuple[int | None, str]:
    """A line's code, and what it printed."""
    run = ended(typed(sandbox_id, line))
    return run.code, run.screen.text()


def heard(run: Run) -> list[dict[str, Any]]:
    """All that a page is told of a line that has ended."""
    return Follower(ended(run)).news()
