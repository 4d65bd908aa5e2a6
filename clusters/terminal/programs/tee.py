"""tee: print what is piped in, and write it into files."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.files import MOST_BYTES, FileError, resolved
from clusters.terminal.gnu.options import Given, Manual, Option, tool
from clusters.terminal.gnu.reading import piped
from clusters.terminal.program import Call, Err, Exit

MANUAL = Manual(
    ("tee [OPTION]... [FILE]...",),
    "Print what is piped in, and write it into files.",
    (
        Option("a", "append", about="behind what is in the files"),
        Option("i", "ignore-interrupts", about="nothing: Ctrl+C ends the whole line"),
    ),
)


@tool("tee", MANUAL)
def tee(call: Call, given: Given) -> Iterator[str]:
    """As GNU tee."""
    kept: list[str] = []
    letters = 0
    try:
        for piece in piped(call):
            letters += len(piece)
            if letters <= MOST_BYTES:
                kept.append(piece)
            yield piece
    finally:
        told = _written(call, given, "".join(kept))
    for error in told:
        yield Err(error)
    if told:
        raise Exit(1)


def _written(call: Call, given: Given, text: str) -> list[str]:
    told = []
    for name in given.words:
        path = resolved(call.session.folder, name)
        if path == "/dev/null":
            continue
        before = call.session.files.texts.get(path, "") if given.on("a") else ""
        try:
            call.session.files.write(path, before + text)
        except FileError as error:
            told.append(f"tee: {name}: {error.reason}\n")
    return told
