"""A disposable process: one job, within limits, and its end."""

from __future__ import annotations

import ctypes
import gc
import importlib
import os
import resource
import signal
import socket
import sys
import traceback
from pathlib import Path

from clusters.terminal.box import frames
from clusters.terminal.box.refusing import refuse_harm
from clusters.terminal.box.talk import Talk

SECONDS = 5
"""Of processor time. Waiting costs none; the line that runs the job bounds that."""
MEMORY = 256 << 20
"""Bytes more than the zygote has mapped."""
OPEN_FILES = 32
MOST_OPEN = 4096
"""No zygote has so many descriptors."""
STATM = Path("/proc/self/statm")
FAILED = 255
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def serve(descriptor: int, package: str, zygote: int) -> None:
    """Run the job that the channel brings, tell how it ended, and be no more."""
    code = 0
    try:
        die_with(zygote)
        keep_only(descriptor)
        limit()
        channel = socket.socket(fileno=descriptor)
        refuse_harm()
        _work(channel, package)
    except BaseException:  # noqa: BLE001  (what is left is to end, whatever it was)
        code = 1
    finally:
        os._exit(code)


def _work(channel: socket.socket, package: str) -> None:
    given = frames.receive(channel)
    talk = Talk(channel)
    try:
        job = importlib.import_module(f"{package}.{given['job']}")
        code = job.run(given["given"], talk)
    except MemoryError:
        talk.err(
            f"{given['job']}: out of memory: this would take too much of it here\n"
        )
        code = FAILED
    except (PermissionError, RecursionError) as error:
        talk.err(f"{given['job']}: {error}\n")
        code = FAILED
    except Exception:  # noqa: BLE001  (a fault of ours: the server's log gets it)
        talk.fault(traceback.format_exc())
        code = FAILED
    talk.end(code)


def die_with(zygote: int) -> None:
    """End when the zygote does; where that cannot be had, time runs out."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != zygote:
        os._exit(1)


def keep_only(descriptor: int) -> None:
    """Close what the zygote has open, but the three that every process has."""
    signal.set_wakeup_fd(-1)
    os.closerange(3, descriptor)
    os.closerange(descriptor + 1, MOST_OPEN)


def limit() -> None:
    """Limits that hold even where Python is not asked."""
    gc.disable()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    os.chdir("/")
    sys.setrecursionlimit(1000)
    limits = {
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_NPROC: 0,
    }
    if STATM.exists():
        limits[resource.RLIMIT_AS] = mapped() + MEMORY
    for what, most in limits.items():
        resource.setrlimit(what, (most, most))


def mapped() -> int:
    """Bytes of address space that this process has; told by Linux only."""
    return int(STATM.read_text().split()[0]) * resource.getpagesize()
