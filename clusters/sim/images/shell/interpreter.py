"""Runs a script's tree: a generator of output that keeps the script's own time."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, TypeAlias

from clusters.sim.images.process import Start
from clusters.sim.images.shell import expanding
from clusters.sim.images.shell.own_commands import BUILTINS
from clusters.sim.images.shell.parser import parse
from clusters.sim.images.shell.programs import PROGRAMS, UNMODELLED, Result
from clusters.sim.images.shell.state import (
    STEPS,
    Chunk,
    Endless,
    Exited,
    LoopEnd,
    State,
)
from clusters.sim.images.shell.syntax import (
    Chain,
    Command,
    For,
    Group,
    If,
    Loop,
    Pipeline,
    Redirect,
    Simple,
)

Run: TypeAlias = Generator[Chunk, None, int]
STEP_TAKES = 0.001
"""Seconds that starting a program takes, so that no loop is without time."""
KEPT_REPEATS = 2000
"""Of a loop that only repeats itself, so many last rounds are spelled out."""
STREAMS = {
    "/dev/stdout": "stdout",
    "/dev/stderr": "stderr",
    "/proc/1/fd/1": "stdout",
    "/proc/1/fd/2": "stderr",
}
NOT_FOUND = 127


def run(chain: Chain, state: State) -> Run:
    """Run a list of commands; answers the last one's status."""
    for operator, pipeline in chain.items:
        if (operator == "&&" and state.status) or (
            operator == "||" and not state.status
        ):
            continue
        state.status = yield from _pipeline(pipeline, state)
        guarded = any(op != ";" for op, _ in chain.items)
        if state.errexit and state.status and not guarded:
            raise Exited(state.status)
    return state.status


def captured(chain: Chain, state: State) -> str:
    """The standard output of a list of commands."""
    return "".join(
        chunk.text for chunk in run(chain, state) if chunk.stream == "stdout"
    )


def _pipeline(pipeline: Pipeline, state: State) -> Run:
    stdin = ""
    for command in pipeline.commands[:-1]:
        said = list(_command(command, state, stdin))
        stdin = "".join(chunk.text for chunk in said if chunk.stream == "stdout")
        yield from (chunk for chunk in said if chunk.stream == "stderr")
    status = yield from _command(pipeline.commands[-1], state, stdin)
    return int(not status) if pipeline.negated else status


def _command(command: Command, state: State, stdin: str) -> Run:
    match command:
        case Simple():
            return (yield from _simple(command, state, stdin))
        case If():
            return (yield from _if(command, state))
        case Loop():
            return (yield from _loop(command, state))
        case For():
            return (yield from _for(command, state))
        case Group():
            return (
                yield from _redirected(
                    run(command.body, state), command.redirects, state
                )
            )


def _if(command: If, state: State) -> Run:
    for condition, body in command.branches:
        if not (yield from _condition(condition, state)):
            return (yield from run(body, state))
    if command.otherwise is not None:
        return (yield from run(command.otherwise, state))
    return 0


def _condition(chain: Chain, state: State) -> Run:
    """A condition's status; `set -e` does not look at it."""
    strict, state.errexit = state.errexit, False
    status = yield from run(chain, state)
    state.errexit = strict
    return status


def _loop(command: Loop, state: State) -> Run:
    before, began = None, state.at
    while True:
        status = yield from _condition(command.condition, state)
        if (status == 0) == command.until:
            return 0
        try:
            yield from run(command.body, state)
        except LoopEnd as end:
            if end.stop:
                return 0
        now = state.snapshot()
        if now == before:
            _skip_repeats(state, state.at - began)
        before, began = now, state.at


def _skip_repeats(state: State, takes: float) -> None:
    """A round that left all as it was will do so again: go near the reader's moment."""
    if not state.patient or not takes:
        raise Endless
    rounds = int((state.until - state.at) / takes) - KEPT_REPEATS
    if rounds > 0:
        state.at = round(state.at + rounds * takes, 3)


def _for(command: For, state: State) -> Run:
    status = 0
    for value in expanding.arguments(command.words, state, _substitute(state)):
        state.env[command.name] = value
        try:
            status = yield from run(command.body, state)
        except LoopEnd as end:
            if end.stop:
                break
    return status


def _substitute(state: State) -> Callable[[str], str]:
    def substitute(script: str) -> str:
        return captured(parse(script), state)

    return substitute


def _simple(command: Simple, state: State, stdin: str) -> Run:
    state.steps += 1
    if state.steps > STEPS:
        raise Endless
    fill = _substitute(state)
    args = expanding.arguments(command.words, state, fill)
    assigned = {
        name: expanding.text(word, state, fill) for name, word in command.assignments
    }
    if not args:
        state.env.update(assigned)
        return (yield from _redirected(_say(Result(), state), command.redirects, state))
    for redirect in command.redirects:
        if redirect.operator == "<":
            stdin = state.files.get(expanding.text(redirect.target, state, fill), "")
    kept = dict(state.env)
    state.env.update(assigned)
    status = yield from _redirected(
        _dispatch(args, state, stdin), command.redirects, state
    )
    if assigned:
        state.env = {**state.env, **{k: kept[k] for k in assigned if k in kept}}
    return status


def _redirected(output: Run, redirects: tuple[Redirect, ...], state: State) -> Run:
    """Send output where the redirections say."""
    places: dict[str, str] = {"stdout": "stdout", "stderr": "stderr"}
    for redirect in redirects:
        stream = "stderr" if redirect.descriptor == 2 else "stdout"  # noqa: PLR2004 fd 2
        target = expanding.text(redirect.target, state, _substitute(state))
        if redirect.operator == ">&":
            places[stream] = places["stderr" if target == "2" else "stdout"]
        elif redirect.operator in {">", ">>"}:
            places[stream] = STREAMS.get(target, target)
            if (
                redirect.operator == ">"
                and target.startswith("/")
                and target not in STREAMS
            ):
                _write(state, target, "", append=False)
    while True:
        try:
            chunk = next(output)
        except StopIteration as end:
            status: int = end.value
            return status
        place = places[chunk.stream]
        if place in {"stdout", "stderr"}:
            yield Chunk(chunk.at, place, chunk.text)
        else:
            _write(state, place, chunk.text, append=True)


def _write(state: State, path: str, text: str, *, append: bool) -> None:
    if path != "/dev/null":
        state.write(path, text, append=append)


def _say(result: Result, state: State) -> Run:
    if result.out:
        yield Chunk(state.at, "stdout", result.out)
    if result.err:
        yield Chunk(state.at, "stderr", result.err)
    return result.code


def _dispatch(args: list[str], state: State, stdin: str) -> Run:
    """Builtins, then the image's servers, then its programs."""
    if state.traced:
        yield Chunk(state.at, "stderr", f"+ {' '.join(args)}\n")
    name = args[0].removeprefix("/usr").removeprefix("/local")
    name = name.removeprefix("/bin/").removeprefix("/sbin/")
    builtin = BUILTINS.get(name)
    if builtin is not None:
        return builtin(state, args[1:])
    if name in {"sh", "bash", "ash"} and args[1:2] == ["-c"]:
        return (yield from run(parse(args[2]), state))
    if name == "exec":
        code = yield from _dispatch(args[1:], state, stdin)
        raise Exited(code)
    state.spend(STEP_TAKES)
    server: Any = state.servers.get(args[0]) or state.servers.get(name)
    if server is not None:
        state.server = server(
            Start(
                tuple(args),
                state.env,
                hostname=state.hostname,
                epoch=state.epoch + state.at,
            )
        )
        raise Endless
    program = PROGRAMS.get(name)
    if program is not None:
        return (yield from _say(program(state, args[1:], stdin), state))
    return (yield from _say(_unknown(name, state), state))


def _unknown(name: str, state: State) -> Result:
    if name in UNMODELLED:
        return Result(
            1, err=f"{name}: the network of containers is not simulated yet\n"
        )
    text = {
        "busybox": f"sh: {name}: not found",
        "dash": f"sh: 1: {name}: not found",
        "bash": f"bash: line 1: {name}: command not found",
    }[state.dialect]
    return Result(NOT_FOUND, err=text + "\n")
