"""A command line in a shell's image, as a Process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from clusters.sim.images.image import Image
from clusters.sim.images.process import (
    FOREVER,
    Exit,
    Line,
    Process,
    Ran,
    Start,
    not_found,
)
from clusters.sim.images.shell.files import of_container
from clusters.sim.images.shell.interpreter import run
from clusters.sim.images.shell.parser import parse
from clusters.sim.images.shell.programs import PROGRAMS, UNMODELLED
from clusters.sim.images.shell.state import (
    Chunk,
    Endless,
    Exited,
    LoopEnd,
    OverTime,
    State,
)
from clusters.sim.images.shell.syntax import (
    Chain,
    Literal,
    Pipeline,
    Simple,
    Unsupported,
)

SHELLS = ("sh", "bash", "ash")
FOLDERS = (
    "/usr/local/sbin/",
    "/usr/local/bin/",
    "/usr/sbin/",
    "/usr/bin/",
    "/sbin/",
    "/bin/",
)
LOOKED_AHEAD = 30 * 86400.0
"""A script that has not ended after so many seconds is taken to run for ever."""
CHANGES_KEPT = 200
TIMED_OUT = 124
NOTICE = "halfplane: this script is not simulated, it does nothing: the mini shell lacks {what}"


class Fate(NamedTuple):
    """What a script comes to: its end, when its files change, what it leaves running."""

    exits: Exit | None
    changes: tuple[float, ...]
    server: Process | None
    served_from: float
    trap: str
    lacks: str


def bare(program: str) -> str:
    """A program's name without the folder that holds it."""
    for folder in FOLDERS:
        if program.startswith(folder):
            return program.removeprefix(folder)
    return program


def knows(image: Image, program: str) -> bool:
    """Whether an image's $PATH holds a program."""
    name = bare(program)
    if name == "bash" and image.dialect == "busybox":
        return False
    return "/" not in name and (name in {*SHELLS, *PROGRAMS} or name in image.tools)


def process(start: Start, image: Image) -> Process:
    """What a shell, or one of its programs, does when it is a container's process."""
    fate = _fate(start.argv, tuple(sorted(start.env.items())), image)
    if fate.lacks:
        told = Line(0.0, "stderr", NOTICE.format(what=fate.lacks))
        return Process(output=lambda _until: iter((told,)))

    def output(until: float) -> Iterator[Line]:
        state = _state(start, image, until)
        state.patient = True
        yield from _lines(_chunks(_chain(start.argv), state))
        if state.server is not None:
            for line in state.server.output(until - state.at):
                yield Line(state.at + line.at, line.stream, line.text)

    def answer(port: int, path: str, at: float) -> int | None:
        server = fate.server
        return server.answer(port, path, at - fate.served_from) if server else None

    def execute_there(argv: tuple[str, ...], at: float) -> Ran:
        state = _state(start, image, at)
        for _ in _chunks(_chain(start.argv), state):
            pass
        return _executed(argv, image, replace(start, env=state.env), state)

    server_changes = fate.server.changes if fate.server else ()
    return Process(
        output=output,
        exits=fate.exits,
        answer=answer,
        execute=execute_there,
        changes=(*fate.changes, *(fate.served_from + at for at in server_changes)),
        stops=_stops(fate),
        memory=1 << 20,
    )


def execute(argv: tuple[str, ...], image: Image, start: Start) -> Ran:
    """A command run inside a container whose files nobody changed."""
    return _executed(argv, image, start, None)


def _executed(
    argv: tuple[str, ...], image: Image, start: Start, there: State | None
) -> Ran:
    """A command beside the container's own process, which began with `start`."""
    if not knows(image, argv[0]) and bare(argv[0]) not in UNMODELLED:
        return not_found(argv)
    state = _state(replace(start, argv=argv), image, FOREVER)
    if there is not None:
        state.files, state.folders = dict(there.files), set(there.folders)
        state.epoch, state.hostname = there.epoch + there.at, there.hostname
    try:
        chunks = list(_chunks(_chain(argv), state))
    except Unsupported as lacks:
        return Ran(2, NOTICE.format(what=lacks))
    return Ran(
        state.status,
        "".join(chunk.text for chunk in chunks).rstrip("\n"),
        tuple((chunk.stream, chunk.text) for chunk in chunks),
        state.endless,
    )


@lru_cache(maxsize=2048)
def _fate(
    argv: tuple[str, ...], env: tuple[tuple[str, str], ...], image: Image
) -> Fate:
    """Run a script to its end, in a moment."""
    some = Start(argv, dict(env), hostname="any", address="10.0.0.1")
    state = _state(some, image, LOOKED_AHEAD)
    exits: Exit | None = None
    try:
        for _ in run(_chain(argv), state):
            pass
        exits = Exit(state.at, state.status)
    except Exited as end:
        exits = Exit(state.at, end.code)
    except (Endless, OverTime):
        pass
    except Unsupported as lacks:
        return Fate(None, (), None, 0.0, "", str(lacks))
    except LoopEnd:
        exits = Exit(state.at, 0)
    changes = tuple(dict.fromkeys(state.changes))[:CHANGES_KEPT]
    return Fate(exits, changes, state.server, state.at, state.trap, "")


def _stops(fate: Fate) -> Exit | None:
    """A shell without a trap ignores SIGTERM as PID 1; a server knows its own way."""
    if fate.server is not None:
        return fate.server.stops
    return Exit(1.0, 0) if fate.trap else None


def _state(start: Start, image: Image, until: float) -> State:
    args = start.argv[4:] if bare(start.argv[0]) in SHELLS else ()
    return State(
        env=dict(start.env),
        until=until,
        hostname=start.hostname,
        epoch=start.epoch,
        dialect=image.dialect,
        args=tuple(args),
        tools=image.tools,
        servers=image.programs,
        files={**of_container(start), **start.files},
    )


def _chain(argv: tuple[str, ...]) -> Chain:
    """What a command line runs: a script, or one program."""
    if bare(argv[0]) in SHELLS:
        flags = [arg for arg in argv[1:] if arg.startswith("-")]
        scripts = [arg for arg in argv[1:] if not arg.startswith("-")]
        if not scripts or not any("c" in flag for flag in flags):
            # Without a terminal a shell reads the end of its input, and ends.
            return Chain(())
        strict = "set -e\n" if any("e" in flag for flag in flags) else ""
        return parse(strict + scripts[0])
    words = tuple((Literal(arg, quoted=True),) for arg in argv)
    return Chain(((";", Pipeline((Simple((), words, ()),), negated=False)),))


def _chunks(chain: Chain, state: State) -> Iterator[Chunk]:
    """Output up to the reader's moment or the end, whichever comes first."""
    try:
        state.status = yield from run(chain, state)
    except Exited as end:
        state.status = end.code
    except (Endless, OverTime, LoopEnd) as end:
        state.status = TIMED_OUT
        state.endless = isinstance(end, Endless)


def _lines(chunks: Iterator[Chunk]) -> Iterator[Line]:
    """Chunks cut into lines; a line has the time of its end."""
    rest: dict[str, Chunk] = {}
    for chunk in chunks:
        text = (
            rest.pop(chunk.stream).text if chunk.stream in rest else ""
        ) + chunk.text
        *whole, left = text.split("\n")
        for line in whole:
            yield Line(chunk.at, chunk.stream, line)
        if left:
            rest[chunk.stream] = Chunk(chunk.at, chunk.stream, left)
    for chunk in rest.values():
        yield Line(chunk.at, chunk.stream, chunk.text)
