"""Child processes on a leash: each in a session of its own, ended with us."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

from eksconsole.home import REPOSITORY

LEASH = Path(__file__).with_name("leash.py")
KEEP_LOG_BELOW = 10_000_000


async def start(
    command: tuple[str, ...],
    environment: dict[str, str],
    log: Path,
    descriptors: tuple[int, ...],
) -> asyncio.subprocess.Process:
    """Start it with its output in the log.

    Its own session keeps a Ctrl-C in the terminal from reaching it: we stop the
    processes ourselves, in order.
    """
    roll(log)
    with log.open("ab") as output:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", str(LEASH), str(os.getpid()), *command),
            env=environment,
            cwd=REPOSITORY,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            pass_fds=descriptors,
            start_new_session=True,
        )


async def stop(process: asyncio.subprocess.Process, within: float) -> None:
    """Ask, wait, insist; and leave nothing of its group behind."""
    if process.returncode is None:
        process.terminate()
        try:
            await asyncio.wait_for(asyncio.shield(process.wait()), within)
        except TimeoutError:
            process.kill()
            await process.wait()
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def ended(process: asyncio.subprocess.Process) -> str:
    code = process.returncode or 0
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with exit code {code}"


def roll(log: Path) -> None:
    if log.exists() and log.stat().st_size > KEEP_LOG_BELOW:
        log.replace(log.with_suffix(".old.log"))


def last_lines(log: Path, count: int) -> list[str]:
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 20_000))
        return file.read().decode(errors="replace").splitlines()[-count:]
