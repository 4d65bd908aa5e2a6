"""A simple command: its words become a function, a builtin or a program."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager

from clusters.terminal.files import FileError, resolved
from clusters.terminal.program import Call, Err, Exit, programs
from clusters.terminal.shell import expansion, redirects
from clusters.terminal.shell.builtin import builtins
from clusters.terminal.shell.parser import lexed
from clusters.terminal.shell.state import Input, Return, State
from clusters.terminal.shell.syntax import Assignment, ShellError, Simple
from clusters.terminal.shell.unknown import unknown
from clusters.terminal.shell.variables import FUNCTION

BINARIES = ("/usr/local/bin/", "/usr/bin/", "/bin/")


def simple(state: State, one: Simple, stdin: Input | None) -> Iterator[str]:
    """Run a simple command."""
    opened = len(state.opened)
    state.answered = None
    try:
        words = expansion.arguments(state, one.words)
        plumbing = redirects.laid(state, one.redirects, stdin)
        assigned = [(a.name, _assigned(state, a)) for a in one.assignments]
        yield from state.flushed()
        if "xtrace" in state.options:
            yield Err(
                "+ " + " ".join([*(f"{n}={v}" for n, v in assigned), *words]) + "\n"
            )
        screen = state.screen and plumbing.out == redirects.OUT
        inner = _run(state, words, assigned, plumbing.stdin, screen=screen)
        yield from redirects.poured(state, plumbing, inner)
    finally:
        for name in state.opened[opened:]:
            state.session.files.texts.pop(name, None)
        del state.opened[opened:]


def _assigned(state: State, one: Assignment) -> str:
    value = expansion.joined(state, one.word)
    return (state.variables.get(one.name) or "") + value if one.more else value


def _run(
    state: State,
    words: list[str],
    assigned: list[tuple[str, str]],
    stdin: Input | None,
    *,
    screen: bool,
) -> Iterator[str]:
    if not words:
        for name, value in assigned:
            state.variables.set(name, value)
        state.status = state.answered or 0
        return
    name, *args = words
    state.last = words[-1]
    body = state.variables.find(FUNCTION, name)
    builtin = builtins.get(name)
    if body is not None:
        with _meanwhile(state, assigned):
            yield from _function(state, body, args, stdin)
        return
    environment = state.variables.environment() | dict(assigned)
    call = Call(name, args, state.session, stdin, environment, screen)
    if builtin is not None:
        with _meanwhile(state, assigned):
            state.status = yield from ended(call, builtin(state, call))
        return
    state.status = yield from started(call, state)


@contextmanager
def _meanwhile(state: State, assigned: list[tuple[str, str]]) -> Iterator[None]:
    """Variables that are set for one command."""
    kept = state.variables
    before = {name: (kept.get(name), name in kept.kept) for name, _ in assigned}
    for name, value in assigned:
        kept.set(name, value)
        kept.export(name)
    try:
        yield
    finally:
        for name, (value_before, exported) in before.items():
            kept.unset(name)
            if value_before is not None:
                kept.set(name, value_before)
            if exported:
                kept.export(name)


def _function(
    state: State, body: str, args: list[str], stdin: Input | None
) -> Iterator[str]:
    state.session.start()
    outer, depth, lenient, loops = state.args, state.depth, state.lenient, state.loops
    state.args, state.loops = args, 0
    state.locals.append({})
    try:
        script = lexed(body, {}, state.session.check).line()
        if script is not None:
            yield from state.run(state, script, stdin)
    except Return as back:
        state.status = back.code
    finally:
        state.args, state.depth, state.lenient = outer, depth, lenient
        state.loops = loops
        for name, value in state.locals.pop().items():
            state.variables.unset(name)
            if value is not None:
                state.variables.set(name, value)


def started(call: Call, state: State) -> Generator[str, None, int]:
    """Run a program by its name or path; returns the code that it ends with."""
    call.session.start()
    name = call.name
    for folder in BINARIES:
        name = name.removeprefix(folder) if name.startswith(folder) else name
    run = programs.get(name)
    if run is not None:
        call.session.status = state.status
        return (yield from ended(call, run(call)))
    if name != call.name and name in builtins:
        return (yield from ended(call, builtins[name](state, call)))
    if "/" in call.name:
        return (yield from _file(call, state))
    yield Err(unknown(call.name))
    return 127


def _file(call: Call, state: State) -> Generator[str, None, int]:
    """A path: a file of the terminal is run as a script."""
    path = resolved(state.session.folder, call.name)
    files = state.session.files
    if path not in files.texts:
        folder = files.is_folder(path)
        why = "Is a directory" if folder else "No such file or directory"
        yield Err(f"bash: {call.name}: {why}\n")
        return 126 if folder else 127
    script = Call(
        "bash", [call.name, *call.args], call.session, call.stdin, call.variables
    )
    return (yield from ended(script, builtins["bash"](state, script)))


def ended(call: Call, pieces: Iterator[str]) -> Generator[str, None, int]:
    """What a program prints; returns its code."""
    try:
        yield from pieces
    except Exit as end:
        if end.text:
            yield Err(end.text if end.text.endswith("\n") else f"{end.text}\n")
        return end.code
    except FileError as error:
        yield Err(f"{call.name}: {error.path}: {error.reason}\n")
        return 1
    except ShellError as error:
        yield Err(f"bash: {call.name}: {error}\n")
        return error.code
    return 0
