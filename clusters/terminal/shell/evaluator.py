"""Running the syntax tree: generators of text, pulled by who reads."""

from __future__ import annotations

import time
from collections.abc import Iterator

from clusters.terminal.gnu.patterns import BadPattern
from clusters.terminal.program import Err
from clusters.terminal.shell import arithmetic, control, expansion, redirects
from clusters.terminal.shell.conditions import Conditions
from clusters.terminal.shell.simple import simple
from clusters.terminal.shell.state import Input, Leave, State
from clusters.terminal.shell.syntax import (
    Calculation,
    Command,
    Condition,
    Function,
    Group,
    Pipeline,
    Redirected,
    Script,
    ShellError,
    Simple,
)
from clusters.terminal.shell.variables import FUNCTION


def execute(state: State, script: Script, stdin: Input | None) -> Iterator[str]:
    """Run commands one after the other. Leaves the last one's status in the state."""
    if not script.items:
        return
    state.deeper()
    joints = [joint for joint, _ in script.items[1:]] + [";"]
    for (joint, pipeline), after in zip(script.items, joints, strict=True):
        if (joint == "&&" and state.status) or (joint == "||" and not state.status):
            continue
        answered = pipeline.negated or after != ";" or state.lenient > 0
        state.lenient += answered
        yield from piped(state, pipeline, stdin)
        state.lenient -= answered
        if state.status and not answered and "errexit" in state.options:
            raise Leave(state.status)
    state.depth -= 1


def piped(state: State, pipeline: Pipeline, stdin: Input | None) -> Iterator[str]:
    """Run the commands of a pipe, pulled from the last one."""
    began = time.monotonic()
    if len(pipeline.commands) == 1:
        yield from command(state, pipeline.commands[0], stdin)
    else:
        yield from _stages(state, pipeline.commands, stdin)
    if pipeline.negated:
        state.status = int(not state.status)
    if pipeline.timed:
        minutes, seconds = divmod(time.monotonic() - began, 60)
        yield Err(f"\nreal\t{minutes:.0f}m{seconds:.3f}s\n")


def _stages(
    state: State, commands: tuple[Command, ...], stdin: Input | None
) -> Iterator[str]:
    stages = [state.apart() for _ in commands]
    for stage in stages[:-1]:
        stage.screen = False
    sources: list[Input] = []
    source = stdin
    for stage, one in zip(stages[:-1], commands[:-1], strict=True):
        source = Input(_apart(stage, one, source), state)
        sources.append(source)
    for piece in _apart(stages[-1], commands[-1], source):
        yield from state.flushed()
        yield piece
    for left in reversed(sources):
        left.leave()
    yield from state.flushed()
    codes = [stage.status for stage in stages]
    state.status = codes[-1]
    if "pipefail" in state.options:
        state.status = next((code for code in reversed(codes) if code), 0)


def _apart(state: State, one: Command, stdin: Input | None) -> Iterator[str]:
    """Run a command in a shell of its own; `exit` ends no other."""
    state.status = 0
    try:
        yield from command(state, one, stdin)
    except Leave as leave:
        state.status = leave.code


def command(state: State, one: Command, stdin: Input | None) -> Iterator[str]:
    """Run one command; what is wrong with it becomes its answer."""
    depth, lenient = state.depth, state.lenient
    try:
        yield from _command(state, one, stdin)
    except (ShellError, BadPattern) as error:
        state.depth, state.lenient = depth, lenient
        yield from state.flushed()
        yield Err(f"bash: {error}\n")
        state.status = error.code if isinstance(error, ShellError) else 1


def _command(state: State, one: Command, stdin: Input | None) -> Iterator[str]:
    match one:
        case Simple():
            yield from simple(state, one, stdin)
        case Redirected():
            yield from _redirected(state, one, stdin)
        case Group(body=body, apart=True):
            yield from _subshell(state, body, stdin)
        case Group(body=body):
            yield from execute(state, body, stdin)
        case Condition():
            truth = Conditions(state, one.words).holds()
            yield from state.flushed()
            state.status = int(not truth)
        case Calculation():
            text = expansion.joined(state, one.expression)
            state.status = int(arithmetic.calculated(state, text) == 0)
        case Function():
            state.variables.mark(FUNCTION, one.name, one.text)
            state.status = 0
        case _:
            yield from control.run(state, one, stdin, execute)


def _subshell(state: State, body: Script, stdin: Input | None) -> Iterator[str]:
    inner = state.apart()
    try:
        yield from execute(inner, body, stdin)
    except Leave as leave:
        inner.status = leave.code
    state.status = inner.status


def _redirected(state: State, one: Redirected, stdin: Input | None) -> Iterator[str]:
    plumbing = redirects.laid(state, one.redirects, stdin)
    yield from state.flushed()
    outer, state.screen = state.screen, state.screen and plumbing.out == redirects.OUT
    inner = command(state, one.command, plumbing.stdin)
    yield from redirects.poured(state, plumbing, inner)
    state.screen = outer
