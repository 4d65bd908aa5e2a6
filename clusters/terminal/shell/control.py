"""Loops and choices."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import TypeAlias

from clusters.terminal.shell import expansion, globbing
from clusters.terminal.shell.state import Input, Jump, State
from clusters.terminal.shell.syntax import Case, Command, For, If, Script, While

Execute: TypeAlias = Callable[[State, Script, Input | None], Iterator[str]]


def run(
    state: State, one: Command, stdin: Input | None, execute: Execute
) -> Iterator[str]:
    """Run a loop or a choice."""
    match one:
        case If():
            yield from _choice(state, one, stdin, execute)
        case Case():
            yield from _case(state, one, stdin, execute)
        case While():
            yield from _while(state, one, stdin, execute)
        case For():
            yield from _each(state, one, stdin, execute)


def _asked(
    state: State, condition: Script, stdin: Input | None, execute: Execute
) -> Iterator[str]:
    """Run a condition: its failure is an answer."""
    state.lenient += 1
    yield from execute(state, condition, stdin)
    state.lenient -= 1


def _choice(
    state: State, one: If, stdin: Input | None, execute: Execute
) -> Iterator[str]:
    for condition, body in one.branches:
        yield from _asked(state, condition, stdin, execute)
        if state.status == 0:
            yield from execute(state, body, stdin)
            return
    state.status = 0
    if one.otherwise is not None:
        yield from execute(state, one.otherwise, stdin)


def _case(
    state: State, one: Case, stdin: Input | None, execute: Execute
) -> Iterator[str]:
    word = expansion.joined(state, one.word)
    state.status = 0
    for patterns, body in one.branches:
        if any(globbing.matches(expansion.pieced(state, p), word) for p in patterns):
            yield from execute(state, body, stdin)
            return


def _while(
    state: State, one: While, stdin: Input | None, execute: Execute
) -> Iterator[str]:
    last = 0
    while True:
        state.session.start()
        yield from _asked(state, one.condition, stdin, execute)
        if (state.status == 0) == one.until:
            state.status = last
            return
        if not (yield from _round(state, one.body, stdin, execute)):
            return
        last = state.status


def _each(
    state: State, one: For, stdin: Input | None, execute: Execute
) -> Iterator[str]:
    words = state.args if one.words is None else expansion.arguments(state, one.words)
    yield from state.flushed()
    state.status = 0
    for word in list(words):
        state.session.start()
        state.variables.set(one.name, word)
        if not (yield from _round(state, one.body, stdin, execute)):
            return


def _round(
    state: State, body: Script, stdin: Input | None, execute: Execute
) -> Generator[str, None, bool]:
    """One round of a loop; returns whether there is another one."""
    depth, lenient = state.depth, state.lenient
    state.loops += 1
    try:
        yield from execute(state, body, stdin)
    except Jump as jump:
        state.depth, state.lenient = depth, lenient
        state.status = 0
        if jump.loops > 1 and state.loops > 1:
            raise Jump(out=jump.out, loops=jump.loops - 1) from None
        return not jump.out
    finally:
        state.loops -= 1
    return True
