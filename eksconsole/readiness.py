"""How a process without an address of its own says that it is ready."""

from __future__ import annotations

import os
from pathlib import Path

from eksconsole.home import home, private_folder


def mark(name: str) -> Path:
    return home() / "run" / f"{name}.ready"


def mark_ready(name: str) -> None:
    private_folder(home() / "run")
    mark(name).write_text(f"{os.getpid()}\n")


def is_ready(name: str, pid: int) -> bool:
    """True when this very process said so, not one before it."""
    try:
        return mark(name).read_text().strip() == str(pid)
    except FileNotFoundError:
        return False
