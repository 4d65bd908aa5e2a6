"""Running other commands from within a program: xargs, watch, env, ssh."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace

from clusters.terminal.program import Call, Err
from clusters.terminal.session import Session
from clusters.terminal.shell.builtins.flow import lines
from clusters.terminal.shell.builtins.places import other
from clusters.terminal.shell.evaluator import execute
from clusters.terminal.shell.simple import ended
from clusters.terminal.shell.state import Input, Leave, State
from clusters.terminal.shell.syntax import ShellError
from clusters.terminal.shell.variables import Variables


def shell(session: Session) -> State:
    """A shell that stands where this session stands."""
    return State(session, Variables(session), execute, status=session.status)


def words(
    session: Session,
    command: list[str],
    *,
    stdin: Iterator[str] | None = None,
    variables: Mapping[str, str] | None = None,
) -> Generator[str, None, int]:
    """Run a program by its words; returns its code."""
    state = shell(session).apart()
    environment = dict(variables or state.variables.environment())
    call = Call("command", command, state.session, stdin, environment)
    return (yield from ended(call, other(state, call, command)))


def text(
    session: Session, line: str, *, stdin: Iterator[str] | None = None
) -> Generator[str, None, int]:
    """Run a line in a shell of its own; returns its code."""
    state = shell(session).apart()
    source = Input(stdin, state) if stdin is not None else None
    try:
        yield from lines(state, line, source)
    except Leave as leave:
        state.status = leave.code
    except ShellError as error:
        yield Err(f"bash: {error}\n")
        state.status = error.code
    return state.status


def elsewhere(session: Session, place: str) -> Session:
    """The same session, standing elsewhere."""
    return replace(session, place=place, variables=dict(session.variables))
