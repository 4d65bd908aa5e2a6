"""exit, logout, return, break, continue, eval, source, bash, command, and the colon."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.files import FileError, resolved
from clusters.terminal.program import Call, Exit
from clusters.terminal.shell.builtin import builtin
from clusters.terminal.shell.parser import lexed
from clusters.terminal.shell.state import Input, Jump, Leave, Return, State
from clusters.terminal.shell.variables import ALIAS

MOST_JUMPED = 99


def _code(call: Call, state: State) -> int:
    """The code that is said, or that of the last command. Raises Exit."""
    if not call.args:
        return state.status
    word = call.args[0]
    digits = word.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len("9223372036"):
        raise Exit(2, f"bash: {call.name}: {word}: numeric argument required")
    return int(word) % 256


@builtin("exit", "logout")
def exit_(state: State, call: Call) -> Iterator[str]:
    """Leave the instance where you stand; elsewhere, end the line."""
    yield from ()
    raise Leave(_code(call, state))


@builtin("return")
def return_(state: State, call: Call) -> Iterator[str]:
    """End a function."""
    yield from ()
    if not state.locals:
        raise Exit(
            2, "bash: return: can only `return' from a function or sourced script"
        )
    raise Return(_code(call, state))


@builtin("break", "continue")
def jump(state: State, call: Call) -> Iterator[str]:
    """End a loop, or its round."""
    yield from ()
    if not state.loops:
        raise Exit(
            0,
            f"bash: {call.name}: only meaningful in a `for', `while', or `until' loop",
        )
    loops = int(call.args[0]) if call.args and call.args[0].isdecimal() else 1
    raise Jump(out=call.name == "break", loops=max(1, min(loops, MOST_JUMPED)))


@builtin(":")
def colon(_state: State, _call: Call) -> Iterator[str]:
    """Do nothing."""
    yield from ()


def lines(state: State, text: str, stdin: Input | None) -> Iterator[str]:
    """Run a text's lines in this shell."""
    state.session.start()
    parser = lexed(text, dict(state.variables.marked(ALIAS)), state.session.check)
    while (script := parser.line()) is not None:
        yield from state.run(state, script, stdin)


def _input(state: State, call: Call) -> Input | None:
    source = call.stdin
    if source is None or isinstance(source, Input):
        return source
    return Input(source, state)


@builtin("eval")
def eval_(state: State, call: Call) -> Iterator[str]:
    """Run words as a line."""
    yield from lines(state, " ".join(call.args), _input(state, call))
    if state.status and call.args:
        raise Exit(state.status)


@builtin("source", ".")
def source(state: State, call: Call) -> Iterator[str]:
    """Run a file's lines in this shell."""
    if not call.args:
        raise Exit(2, f"bash: {call.name}: filename argument required")
    text = _text(state, call.args[0])
    outer = state.args
    state.args = call.args[1:] or outer
    state.locals.append({})
    try:
        yield from lines(state, text, _input(state, call))
    except Return as back:
        state.status = back.code
    finally:
        state.locals.pop()
        state.args = outer
    if state.status:
        raise Exit(state.status)


def _text(state: State, name: str) -> str:
    path = resolved(state.session.folder, name)
    try:
        return state.session.files.read(path)
    except FileError as error:
        raise Exit(1, f"bash: {name}: {error.reason}") from None


@builtin("bash", "sh")
def bash(state: State, call: Call) -> Iterator[str]:
    """Run a script, or with -c a text, in a shell of its own."""
    inner = state.apart()
    args = list(call.args)
    text: str | None = None
    while args and args[0].startswith("-") and len(args[0]) > 1:
        flag = args.pop(0)
        inner.options |= {
            name
            for letter, name in (("e", "errexit"), ("u", "nounset"), ("x", "xtrace"))
            if letter in flag and not flag.startswith("--")
        }
        if "c" in flag and not flag.startswith("--"):
            text = args.pop(0) if args else ""
            inner.name = args.pop(0) if args else call.name
            break
    if text is None and args:
        inner.name = args.pop(0)
        text = _text(state, inner.name)
    if text is None:
        if call.stdin is None:
            raise Exit(0, "You are in a shell already: type your commands here.")
        text = call.typed()
    inner.args = args
    try:
        yield from lines(inner, text, _input(state, call) if call.args else None)
    except Leave as leave:
        inner.status = leave.code
    if inner.status:
        raise Exit(inner.status)


NOT_HERE = {
    "jobs": "background jobs are not in this terminal yet; use a second terminal tab",
    "fg": "background jobs are not in this terminal yet; use a second terminal tab",
    "bg": "background jobs are not in this terminal yet; use a second terminal tab",
    "wait": "nothing runs in the background here; for a state use `kubectl wait' or `aws … wait'",
    "trap": "signals are not in this terminal yet; Ctrl+C ends the whole line",
    "exec": "this shell cannot be replaced; run the command without `exec'",
    "getopts": "`getopts' is not in this terminal yet; use `case' and `shift'",
    "mapfile": "arrays are not in this terminal yet; use `while read -r line; do …; done'",
    "readarray": "arrays are not in this terminal yet; use `while read -r line; do …; done'",
    "ulimit": "each line has its own limits here; they cannot be changed",
    "umask": "files have no permissions here",
    "complete": "the page completes by itself: type a first letter, then Tab",
}


@builtin(*NOT_HERE)
def not_here(_state: State, call: Call) -> Iterator[str]:
    """Builtins of bash that this terminal has not."""
    yield from ()
    raise Exit(2, f"bash: {call.name}: {NOT_HERE[call.name]}")


@builtin("shopt", "hash", "compinit", "stty")
def without_effect(_state: State, _call: Call) -> Iterator[str]:
    """Settings of an interactive shell: nothing here depends on them."""
    yield from ()
