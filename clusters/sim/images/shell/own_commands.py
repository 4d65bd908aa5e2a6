"""The shell's own commands: what only a shell itself can do."""

from __future__ import annotations

from collections.abc import Callable

from clusters.sim.images.shell import testing
from clusters.sim.images.shell.state import Exited, LoopEnd, State


def _exit(state: State, args: list[str]) -> int:
    raise Exited(int(args[0]) & 255 if args and args[0].isdigit() else state.status)


def _set(state: State, args: list[str]) -> int:
    flags = "".join(arg[1:] for arg in args if arg.startswith("-"))
    state.errexit = state.errexit or "e" in flags
    state.traced = state.traced or "x" in flags
    return 0


def _export(state: State, args: list[str]) -> int:
    for arg in args:
        name, equals, value = arg.partition("=")
        if equals:
            state.env[name] = value
    return 0


def _trap(state: State, args: list[str]) -> int:
    if set(args[1:]) & {"TERM", "SIGTERM", "15", "EXIT"}:
        state.trap = args[0]
    return 0


def _break(_state: State, _args: list[str]) -> int:
    raise LoopEnd(stop=True)


def _continue(_state: State, _args: list[str]) -> int:
    raise LoopEnd(stop=False)


def _cd(_state: State, _args: list[str]) -> int:
    return 0


def _test(state: State, args: list[str]) -> int:
    return int(
        not testing.holds(state, [arg for arg in args if arg not in {"]", "]]"}])
    )


BUILTINS: dict[str, Callable[[State, list[str]], int]] = {
    "exit": _exit,
    "return": _exit,
    "set": _set,
    "export": _export,
    "trap": _trap,
    "break": _break,
    "continue": _continue,
    "cd": _cd,
    "[": _test,
    "[[": _test,
    "test": _test,
}
