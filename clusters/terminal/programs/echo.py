"""echo: print words."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.program import Call, program
from clusters.terminal.shell.escapes import ansi

FLAGS = frozenset("neE")


@program("echo")
def echo(call: Call) -> Iterator[str]:
    """As bash's own: -n, -e and -E in front; all else is printed."""
    words = list(call.args)
    flags = ""
    while (
        words
        and len(words[0]) > 1
        and words[0][0] == "-"
        and set(words[0][1:]) <= FLAGS
    ):
        flags += words.pop(0)[1:]
    text = " ".join(words)
    escapes = flags.rfind("e") > flags.rfind("E")
    end = "" if "n" in flags else "\n"
    if escapes:
        text, cut, _ = text.partition("\\c")
        text, end = ansi(text, zeros=True), "" if cut else end
    yield text + end
