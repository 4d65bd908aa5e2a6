"""sed: change lines on their way."""

from __future__ import annotations

import io
from collections.abc import Iterator

from clusters.terminal.files import resolved
from clusters.terminal.gnu.options import Given, Manual, Option, tool
from clusters.terminal.gnu.reading import Inputs, text
from clusters.terminal.program import Call, Exit
from clusters.terminal.sed.running import Space, run
from clusters.terminal.sed.script import parsed

MANUAL = Manual(
    ("sed [OPTION]... SCRIPT [FILE]...",),
    "Change lines: s/this/that/, 2d, -n '/from/,/to/p'.",
    (
        Option(
            "E", "regexp-extended", about="+ ? | ( ) mean something without backslash"
        ),
        Option("r", about="the same"),
        Option("e", "expression", "SCRIPT", "a script; may be given again"),
        Option("f", "file", "FILE", "a script from a file"),
        Option("i", "in-place", "SUFFIX", "change the files themselves", optional=True),
        Option("n", "quiet", about="print only what the script prints"),
        Option("s", "separate", about="each file has lines of its own"),
        Option("u", "unbuffered", about="nothing: lines are never held back"),
    ),
)


@tool("sed", MANUAL)
def sed(call: Call, given: Given) -> Iterator[str]:
    """As GNU sed, without labels and files of its own."""
    words = list(given.words)
    scripts = given.all("e") + [text(call, name) for name in given.all("f")]
    if not scripts:
        if not words:
            raise Exit(1, MANUAL.text("sed"))
        scripts = [words.pop(0)]
    script = "\n".join(scripts)
    extended, quiet = given.on("E", "r"), given.on("n")
    if given.on("i"):
        _in_place(call, given, script, words)
        return
    commands = parsed(script, extended=extended)
    inputs = Inputs(call, words, code=2, words="can't read {path}: {reason}")
    lines = (line for _, found in inputs.each() for line in found)
    yield from run(Space(call, _looked_ahead(lines), quiet), commands)
    yield from inputs.told()
    inputs.end()


def _in_place(call: Call, given: Given, script: str, names: list[str]) -> None:
    extended, suffix = given.on("E", "r"), given.value("i")
    if not names:
        raise Exit(1, "sed: no input files")
    for name in names:
        whole = text(call, name)
        path = resolved(call.session.folder, name)
        if suffix:
            call.session.files.write(path + suffix, whole)
        found = io.StringIO(whole)
        space = Space(call, _looked_ahead(found), given.on("n"))
        changed = "".join(run(space, parsed(script, extended=extended)))
        call.session.files.write(path, changed)


def _looked_ahead(lines: Iterator[str]) -> Iterator[tuple[str, bool]]:
    """Each line without its end, and whether it is the last one."""
    waiting = next(lines, None)
    while waiting is not None:
        following = next(lines, None)
        yield waiting.removesuffix("\n"), following is None
        waiting = following
