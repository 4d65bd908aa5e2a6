"""Run a program that ends when its parent ends, however the parent ends.

Used as a program: `python leash.py <parent's pid> <program> <argument>…`.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(how: int) -> None:
    """Ask Linux to signal this process when its parent is gone; survives exec."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, how)


def main(parent: str, *command: str) -> None:
    die_with_parent(signal.SIGTERM)
    # The parent may have died before we asked.
    if os.getppid() == int(parent):
        os.execvp(command[0], command)  # noqa: S606  (no shell is the point)


if __name__ == "__main__":
    main(*sys.argv[1:])
