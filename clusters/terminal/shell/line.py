"""Running one line as it was typed."""

from __future__ import annotations

from collections.abc import Iterator

from clusters import runtime
from clusters.terminal.limits import OverLimit
from clusters.terminal.program import Err
from clusters.terminal.session import LAPTOP, Session, Stopped
from clusters.terminal.shell.evaluator import execute
from clusters.terminal.shell.parser import lexed
from clusters.terminal.shell.state import Jump, Leave, State
from clusters.terminal.shell.syntax import ShellError
from clusters.terminal.shell.variables import ALIAS, Variables

LONGEST_LINE = 64 << 10
INTERRUPTED, KILLED, MISUSED = 130, 137, 2
TOO_LONG = "a line may hold 64 KiB; put long text into a file of the terminal (Files)"
STAYING = "There is nothing to leave: you are on your laptop, and this terminal stays."


def run(session: Session, line: str, *, screen: bool = True) -> Iterator[str]:
    """Run a line; what it prints as it comes, Err for standard error.

    Always ends by itself or by `session.stop`, with `session.status` set. `screen`: it
    prints to a page, where `ls` puts names side by side.
    """
    session.limits.begin()
    try:
        yield from _bounded(session, _lines(session, line, screen=screen))
    except Stopped:
        session.status = INTERRUPTED
    except OverLimit as over:
        session.status = KILLED
        yield Err(f"bash: stopped: {over}.\n")
    except runtime.Gone:
        session.status = 1
        yield Err("This sandbox is gone; go back to the start page for a new one.\n")
    finally:
        _forget_opened(session)


def _bounded(session: Session, pieces: Iterator[str]) -> Iterator[str]:
    """What a line prints, up to its limit."""
    left = session.limits.printed
    for piece in pieces:
        session.check()
        left -= len(piece)
        if left < 0:
            yield type(piece)(piece[:left])
            told = f"a line may print {session.limits.printed >> 20} MiB"
            raise OverLimit(f"{told}; take less of it, as with `| head'")
        if piece:
            yield piece


def _lines(session: Session, line: str, *, screen: bool) -> Iterator[str]:
    state = State(session, Variables(session), execute, status=session.status)
    state.screen = screen
    try:
        text = _cleaned(line)
        parser = lexed(text, dict(state.variables.marked(ALIAS)), session.check)
        while (script := parser.line()) is not None:
            state.depth = state.lenient = 0
            yield from execute(state, script, None)
    except ShellError as error:
        state.status = error.code
        yield Err(f"bash: {error}\n")
    except RecursionError:
        state.status = MISUSED
        yield Err("bash: commands too deep in each other: write them in steps\n")
    except Jump:
        state.status = 0
    except Leave as leave:
        state.status = leave.code
        yield from _left(session, line)
    session.status = state.status


def _cleaned(line: str) -> str:
    """The line as text that files can hold. Raises ShellError."""
    text = line.encode("utf-8", "replace").decode().replace("\0", "")
    if len(line) > LONGEST_LINE or len(text.encode()) > LONGEST_LINE:
        raise ShellError(TOO_LONG)
    return text.replace("\r\n", "\n")


def _left(session: Session, line: str) -> Iterator[str]:
    """What `exit` comes to: back to the laptop, or nothing."""
    if session.place != LAPTOP:
        host = session.variables.pop("%SSH_HOST", session.place)
        session.place = LAPTOP
        yield f"logout\nConnection to {host} closed.\n"
    elif line.lstrip().startswith(("exit", "logout")):
        yield Err(f"{STAYING}\n")


def _forget_opened(session: Session) -> None:
    """Files of `<(…)` end with their line, even with one that was stopped."""
    for name in [n for n in session.files.texts if n.startswith("/dev/fd/")]:
        del session.files.texts[name]
