"""`manage.py terminal`: one line, run as the terminal in the page runs it."""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from clusters import runtime
from clusters.management.commands.sandbox import found
from clusters.terminal import store
from clusters.terminal.program import Err
from clusters.terminal.session import EDIT, Session
from clusters.terminal.shell import run, whole

NO_EDITOR = (
    "There is no editor here. Write the file with `cat > FILE <<EOF` or open the page."
)
WIDTH = 120


class Command(BaseCommand):
    """A line of the command line, or the lines of standard input."""

    help = "Run a line in a sandbox's terminal, as the page does; exits with its code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "line", nargs="?", default="", help="what to run; standard input if unsaid"
        )
        parser.add_argument(
            "--sandbox",
            default="",
            metavar="NAME",
            help="its name; the newest if unsaid",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        sandbox = found(options["sandbox"]).id
        typed = [options["line"]] if options["line"] else lines(sys.stdin)
        code = 0
        with doors() as loop:
            for line in typed:
                code = self._ran(
                    Session(sandbox, loop, status=code, columns=WIDTH), line
                )
        if code:
            sys.exit(code)

    def _ran(self, session: Session, line: str) -> int:
        """Run one line, with the terminal's files as they are, and keep them."""
        before = store.load(session.sandbox)
        store.fill(session, before)
        runtime.used(session.sandbox)
        with interruptible(session):
            for piece in run(session, line, screen=sys.stdout.isatty()):
                self._print(session, piece)
        store.save(session, before)
        return session.status

    def _print(self, session: Session, piece: str) -> None:
        if piece.startswith(EDIT):
            session.edits.put((piece.removeprefix(EDIT).strip(), None))
            piece = Err(f"{NO_EDITOR}\n")
        out = self.stderr if isinstance(piece, Err) else self.stdout
        out.write(str(piece), ending="")
        out.flush()


def lines(source: Iterator[str]) -> Iterator[str]:
    """What is typed, in pieces that end where a command may end."""
    waiting = ""
    for line in source:
        waiting += line
        if whole(waiting.removesuffix("\n")):
            yield waiting
            waiting = ""
    if waiting:
        yield waiting


@contextmanager
def doors() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop in a thread, in which the doors answer."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="doors", daemon=True)
    thread.start()
    try:
        yield loop
    finally:
        asyncio.run_coroutine_threadsafe(_left(loop), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _left(loop: asyncio.AbstractEventLoop) -> None:
    """End what still waits in the loop, such as listeners for hints."""
    others = asyncio.all_tasks(loop) - {asyncio.current_task(loop)}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await loop.shutdown_asyncgens()
    await loop.shutdown_default_executor()


@contextmanager
def interruptible(session: Session) -> Iterator[None]:
    """Ctrl+C stops the line, and nothing else."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        session.stop.set()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
