"""Run a job in the box for a terminal."""

from __future__ import annotations

import logging
import select
import socket
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from clusters.terminal.box import frames
from clusters.terminal.box.keeper import Keeper
from clusters.terminal.files import FileError
from clusters.terminal.program import Err, Exit
from clusters.terminal.session import Session

Answer: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]
LOOK = 100
"""Milliseconds between two looks whether the line is to end."""
KILLED = 137
FAULT_WORDS = "ended by a fault of this terminal; the server's log tells of it"
KILLED_WORDS = (
    "ended: a command has 5 seconds of processor time and 256 MiB of memory here"
)
log = logging.getLogger(__name__)
box = Keeper("clusters.terminal.box.jobs")


def run(
    job: str,
    given: dict[str, Any],
    session: Session,
    answer: Answer | None = None,
    *,
    keeper: Keeper = box,
) -> Iterator[str]:
    """What a job prints, as it comes. Raises Exit and Stopped.

    The job's questions go to `answer`; files that it changed are written at its end.
    """
    number, channel = keeper.start()
    ended = False
    with channel:
        try:
            frames.send(channel, {"job": job, "given": given})
            for frame in _frames(channel, session):
                if "ask" in frame:
                    reply = answer(frame["ask"]) if answer is not None else {}
                    frames.send(channel, {"answer": reply})
                elif "end" in frame:
                    ended = True
                    _finish(job, frame, session)
                else:
                    yield _said(job, frame)
        except frames.Ended as error:
            raise Exit(KILLED, f"{job}: {KILLED_WORDS}\n") from error
        finally:
            if not ended:
                keeper.stop(number)
            keeper.refill()


def _frames(channel: socket.socket, session: Session) -> Iterator[frames.Frame]:
    """All that a job says, up to its end. Raises Ended and Stopped."""
    waiting = select.poll()
    waiting.register(channel, select.POLLIN)
    while True:
        session.check()
        if not waiting.poll(LOOK):
            continue
        frame = frames.receive(channel)
        yield frame
        if "end" in frame:
            return


def _said(job: str, frame: frames.Frame) -> str:
    """What to print of a frame."""
    if "fault" in frame:
        log.error("%s failed:\n%s", job, frame["fault"])
        return Err(f"{job}: {FAULT_WORDS}\n")
    if "err" in frame:
        return Err(frame["err"])
    return str(frame["out"])


def _finish(job: str, frame: frames.Frame, session: Session) -> None:
    """Write what was changed, and end with the job's code."""
    try:
        for path, text in sorted(frame["changed"].items()):
            _write(session, path, text)
    except FileError as error:
        raise Exit(1, f"{job}: {error}\n") from error
    if frame["end"]:
        raise Exit(int(frame["end"]))


def _write(session: Session, path: str, text: str | None) -> None:
    if path.endswith("/"):
        if not session.files.is_folder(path):
            session.files.make_folder(path.rstrip("/"))
    elif text is None:
        session.files.remove(path)
    else:
        session.files.write(path, text)
