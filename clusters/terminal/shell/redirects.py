"""Where what a command prints goes, and where what it reads comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from clusters.terminal.files import MOST_BYTES, FileError, resolved
from clusters.terminal.program import Err
from clusters.terminal.shell import expansion
from clusters.terminal.shell.state import Input, State
from clusters.terminal.shell.syntax import Redirect, ShellError

NOWHERE = "/dev/null"
STREAMS = {"/dev/stdout": 1, "/dev/stderr": 2, "/dev/tty": 1}
OUT, ERR = 1, 2
QUOTA = "Disk quota exceeded (1 MiB for all files together)"


@dataclass
class Sink:
    """A file that is written to while a command runs."""

    path: str
    pieces: list[str] = field(default_factory=list)
    letters: int = 0


@dataclass
class Plumbing:
    """Where the streams 1 and 2 lead: to a Sink, to stream 1 or 2 of the outside, or
    nowhere (None)."""

    out: Sink | int | None = OUT
    err: Sink | int | None = ERR
    sinks: list[Sink] = field(default_factory=list)
    stdin: Input | None = None


def laid(
    state: State, redirects: tuple[Redirect, ...], stdin: Input | None
) -> Plumbing:
    """What redirections come to, read from left to right. Raises ShellError."""
    plumbing = Plumbing(stdin=stdin)
    for redirect in redirects:
        if redirect.sign == "<<":
            text = expansion.joined(state, redirect.target)
            plumbing.stdin = Input(iter([text]), state)
            continue
        if redirect.sign == "<<<":
            text = expansion.joined(state, redirect.target)
            plumbing.stdin = Input(iter([text + "\n"]), state)
            continue
        targets = expansion.arguments(state, [redirect.target])
        if len(targets) != 1 or not targets[0]:
            raise ShellError(f"{' '.join(targets)}: ambiguous redirect", 1)
        _lay(state, plumbing, redirect, targets[0])
    return plumbing


def _lay(state: State, plumbing: Plumbing, redirect: Redirect, target: str) -> None:
    sign = redirect.sign
    if sign in (">&", "<&") and (target.isdigit() or target == "-"):
        _join(plumbing, redirect.stream, target)
    elif sign == "<":
        plumbing.stdin = Input(iter([_read(state, target)]), state)
    elif sign in ("&>", "&>>", ">&"):
        sink = _sink(state, plumbing, target, append=sign == "&>>")
        plumbing.out = plumbing.err = sink
    else:
        sink = _sink(state, plumbing, target, append=sign == ">>")
        _lead(plumbing, redirect.stream, sink)


def _join(plumbing: Plumbing, stream: int, target: str) -> None:
    """`2>&1`, `>&2`, `2>&-`."""
    places: dict[str, Sink | int | None] = {
        "1": plumbing.out,
        "2": plumbing.err,
        "-": None,
    }
    if target == "0" and stream == 0:
        return
    if target not in places or stream not in (0, OUT, ERR):
        raise ShellError(f"{target}: Bad file descriptor", 1)
    _lead(plumbing, stream, places[target])


def _lead(plumbing: Plumbing, stream: int, sink: Sink | int | None) -> None:
    if stream == OUT:
        plumbing.out = sink
    elif stream == ERR:
        plumbing.err = sink
    elif stream == 0:
        plumbing.stdin = (
            Input(iter(()), plumbing.stdin.state) if plumbing.stdin else None
        )
    else:
        raise ShellError(
            f"{stream}: only the streams 0, 1 and 2 are in this terminal", 1
        )


def _read(state: State, target: str) -> str:
    if target == NOWHERE:
        return ""
    try:
        return state.session.files.read(resolved(state.session.folder, target))
    except FileError as error:
        raise ShellError(f"{target}: {error.reason}", 1) from None


def _sink(
    state: State, plumbing: Plumbing, target: str, *, append: bool
) -> Sink | int | None:
    """A file, opened for writing: emptied, unless more is appended."""
    if target == NOWHERE:
        return None
    if target in STREAMS:
        return plumbing.out if STREAMS[target] == OUT else plumbing.err
    path = resolved(state.session.folder, target)
    known = next((sink for sink in plumbing.sinks if sink.path == path), None)
    if known is not None:
        return known
    files = state.session.files
    try:
        before = files.texts.get(path, "") if append else ""
        files.write(path, before)
    except FileError as error:
        raise ShellError(f"{target}: {error.reason}", 1) from None
    sink = Sink(path, [before], len(before))
    plumbing.sinks.append(sink)
    return sink


def poured(state: State, plumbing: Plumbing, pieces: Iterator[str]) -> Iterator[str]:
    """What of a command's output leaves it; the rest is written where it leads."""
    try:
        for piece in pieces:
            place = plumbing.err if isinstance(piece, Err) else plumbing.out
            if place == OUT:
                yield str(piece)
            elif place == ERR:
                yield Err(piece)
            elif isinstance(place, Sink):
                _put(state, place, piece)
    finally:
        for sink in plumbing.sinks:
            _write(state, sink)


def _put(state: State, sink: Sink, piece: str) -> None:
    state.session.limits.took(len(piece))
    sink.pieces.append(str(piece))
    sink.letters += len(piece)
    if sink.letters > MOST_BYTES:
        raise ShellError(f"{sink.path}: {QUOTA}", 1)


def _write(state: State, sink: Sink) -> None:
    text = "".join(sink.pieces)[: MOST_BYTES + 1]
    sink.pieces = [text]
    try:
        state.session.files.write(sink.path, text)
    except FileError as error:
        raise ShellError(f"{sink.path}: {error.reason}", 1) from None
