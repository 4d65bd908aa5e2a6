"""Running lines: one after another for each learner, in threads of their own.

A line that follows something (`-w`, `-f`, `watch`) steps aside when it runs, two at a
time, so that more can be typed meanwhile.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from django.db import close_old_connections, connections

from clusters import runtime
from clusters.terminal import after, pace, store
from clusters.terminal.files import HOME, FileError
from clusters.terminal.follows import follows
from clusters.terminal.program import Err
from clusters.terminal.screen import Screen
from clusters.terminal.session import EDIT, Session, Stopped
from clusters.terminal.shell import run as run_line
from clusters.terminal.store import Entry
from clusters.terminal.threads import Threads

THREADS = 400
"""More than all learners of a large class follow at once."""
MOST_FOLLOWING = 2
MOST_WAITING = 50
FOLLOWING_SECONDS = 8 * 3600.0
"""A line that follows something may go on for a day's work; others have ten minutes."""
ALONE_SECONDS = 30.0
"""So long does a line that follows something go on when nobody reads it."""
LEAVE_SECONDS = 1.0
INTERRUPTED = 130
HISTORY = f"{HOME}/.history"
BUSY = "Two lines follow something already ({}). Stop one with Ctrl+C, then run this again."
FAILED = (
    "The terminal itself failed at this line, which is a defect and not your doing. "
    "What the line had changed until then stays."
)
NO_ROOM = "not kept: {} (the terminal's files have 1 MiB in all; remove some with rm)"
Listener = Callable[[], None]


@dataclass(eq=False)
class Run:
    """A line that waits, runs or has just ended."""

    session: Session
    name: str
    line: str
    screen: Screen = field(default_factory=Screen)
    code: int | None = None
    edit: tuple[str, str] | None = None
    """A file that the page shall open: its path and text."""
    after: dict[str, Any] | None = None
    """What the page shows below a line that has ended; with it, all is said."""
    listeners: set[Listener] = field(default_factory=set)

    @property
    def follows(self) -> bool:
        return follows(self.line)

    def tell(self) -> None:
        """Wake all who follow: there is something new."""
        for listener in tuple(self.listeners):
            listener()


@dataclass
class Desk:
    """One learner's lines: those that wait, the one that runs, those that follow."""

    waiting: deque[Run] = field(default_factory=deque)
    current: Run | None = None
    following: list[Run] = field(default_factory=list)

    def lines(self) -> list[Run]:
        """All of them."""
        now = [self.current] if self.current is not None else []
        return [*self.following, *now, *self.waiting]


_desks: dict[str, Desk] = {}
_guard = threading.RLock()
_threads = Threads(THREADS, "line")


@cache
def doors() -> asyncio.AbstractEventLoop:
    """The event loop in which lines ask the other doors; it begins with the first."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="doors", daemon=True).start()
    return loop


def submit(sandbox_id: str, name: str, line: str, columns: int = 120) -> Run | Entry:
    """Run a line, once: the same name again is answered with what came of it.

    Raises pace.Refused; the line has not run then.
    """
    known = find(sandbox_id, name)
    if known is not None:
        return known
    pace.check(sandbox_id, name, line)
    session = Session(sandbox_id, doors(), columns=columns)
    made = Run(session, name, line)
    if len(running(sandbox_id)) >= MOST_WAITING:
        raise pace.Refused(f"{MOST_WAITING} lines wait already. Let them run first.")
    runtime.used(sandbox_id)
    if not store.begin(sandbox_id, name, line):
        return find(sandbox_id, name) or _stored(sandbox_id, name)
    with _guard:
        desk = _desks.setdefault(sandbox_id, Desk())
        desk.waiting.append(made)
        _go_on(sandbox_id, desk)
    return made


def find(sandbox_id: str, name: str) -> Run | None:
    """A line that waits or runs."""
    with _guard:
        desk = _desks.get(sandbox_id)
        found = desk.lines() if desk is not None else []
        return next((run for run in found if run.name == name), None)


def running(sandbox_id: str) -> list[Run]:
    """All lines that wait or run."""
    with _guard:
        desk = _desks.get(sandbox_id)
        return desk.lines() if desk is not None else []


def stop(run: Run) -> None:
    """Ctrl+C."""
    run.session.stop.set()


def stop_all() -> None:
    """The server ends: so does every line, and what it said so far is kept."""
    with _guard:
        left = [run for desk in _desks.values() for run in desk.lines()]
    for run in left:
        stop(run)
    end = time.monotonic() + LEAVE_SECONDS
    while any(run.code is None for run in left) and time.monotonic() < end:
        time.sleep(0.02)


def edited(run: Run, path: str, text: str | None) -> None:
    """Give a line that waits for it a file as it was saved; None: closed unsaved."""
    run.session.edits.put((path, text))


def listen(run: Run, listener: Listener) -> None:
    run.listeners.add(listener)


def leave(run: Run, listener: Listener) -> None:
    """Follow a line no longer; one that only follows something then ends soon."""
    run.listeners.discard(listener)
    if run.follows and not run.listeners and run.after is None:
        loop = doors()
        loop.call_soon_threadsafe(loop.call_later, ALONE_SECONDS, _stop_alone, run)


def _stop_alone(run: Run) -> None:
    if not run.listeners:
        stop(run)


def _stored(sandbox_id: str, name: str) -> Entry:
    found = store.entry(sandbox_id, name)
    if found is None:
        raise pace.Refused("The sandbox was reset meanwhile.")
    return found


def _go_on(sandbox_id: str, desk: Desk) -> None:
    """Start what may start, in the order in which it was typed."""
    while desk.waiting and desk.current is None:
        run = desk.waiting.popleft()
        if run.follows and len(desk.following) < MOST_FOLLOWING:
            desk.following.append(run)
        else:
            desk.current = run
        _threads.run(partial(_work, run, desk))
    if not desk.lines():
        _desks.pop(sandbox_id, None)


def _work(run: Run, desk: Desk) -> None:
    close_old_connections()
    code = 1
    try:
        code = _ran(run, desk)
    except Stopped:
        code = INTERRUPTED
    except runtime.Gone:
        run.screen.write(Err("This sandbox is no longer here.\n"))
    except BaseException:
        run.screen.write(Err(f"{FAILED}\n"))
        raise
    finally:
        _ended(run, desk, code)


def _ran(run: Run, desk: Desk) -> int:
    session = run.session
    session.check()
    if run.follows and desk.current is run:
        busy = "; ".join(one.line for one in desk.following)
        run.screen.write(Err(f"{BUSY.format(busy)}\n"))
        return 1
    if run.follows:
        session.limits.seconds = FOLLOWING_SECONDS
    before = store.load(session.sandbox)
    store.fill(session, before)
    if "$?" in run.line:
        session.status = store.last_code(session.sandbox)
    if "history" in run.line:
        typed = store.lines(session.sandbox)
        session.files.texts[HISTORY] = "".join(f"{line}\n" for line in typed)
    try:
        for piece in run_line(session, run.line):
            _take(run, piece)
    finally:
        for path in store.save(session, before):
            run.screen.write(Err(f"{NO_ROOM.format(path)}\n"))
    return session.status


def _take(run: Run, piece: str) -> None:
    """A piece of output goes on the screen; one that names a file opens it to edit."""
    if piece.startswith(EDIT):
        path = piece.removeprefix(EDIT).strip()
        try:
            text = run.session.files.read(path)
        except FileError:
            text = ""
        run.edit = (path, text)
    else:
        run.screen.write(piece)
    run.tell()


def _ended(run: Run, desk: Desk, code: int) -> None:
    """Keep what came of it, tell it, and let the next one begin."""
    session = run.session
    output, cut = run.screen.kept()
    try:
        store.end(session.sandbox, run.name, output, code, cut=cut)
    finally:
        run.code = code
        run.tell()
        with _guard:
            if desk.current is run:
                desk.current = None
            else:
                desk.following.remove(run)
            _go_on(session.sandbox, desk)
    try:
        run.after = after.of(session, run.line, stored=output, code=code)
    finally:
        run.after = run.after or {}
        run.tell()
        if run.follows:
            connections.close_all()
