"""tail: the last lines."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from clusters.terminal.gnu.counting import count
from clusters.terminal.gnu.options import Given, Manual, Option, tool
from clusters.terminal.gnu.reading import Inputs
from clusters.terminal.program import Call, Exit

MANUAL = Manual(
    ("tail [OPTION]... [FILE]...",),
    "Print the last 10 lines of files, or of what is piped in.",
    (
        Option("c", "bytes", "NUM", "the last NUM letters; +NUM: from that one on"),
        Option("f", "follow", about="wait for more lines, until Ctrl+C"),
        Option("F", about="the same"),
        Option("n", "lines", "NUM", "the last NUM lines; +NUM: from that one on"),
        Option("q", "quiet", about="no names above the files"),
        Option("v", "verbose", about="names above the files always"),
    ),
    numbers=True,
)
NOT_FOLLOWED = (
    "tail: only your own lines write files here, one at a time, so none grows "
    "meanwhile. To follow a log: kubectl logs -f"
)


UNREAD = "cannot open '{path}' for reading: {reason}"


@tool("tail", MANUAL)
def tail(call: Call, given: Given) -> Iterator[str]:
    """As GNU tail."""
    words = [word for word in given.words if not (word[0:1] == "-" and word[1:])]
    number = next((w[1:] for w in given.words if w[0:1] == "-" and w[1:]), "10")
    amount = given.value("n") or given.value("c") or number
    most = count(call, amount, "bytes" if given.on("c") else "lines")
    inputs = Inputs(call, words, words=UNREAD)
    headed = (len(inputs.names) > 1 or given.on("v")) and not given.on("q")
    lead = ""
    for name, lines in inputs.each():
        yield from inputs.told()
        if headed:
            yield f"{lead}==> {'standard input' if name == '-' else name} <==\n"
            lead = "\n"
        yield from _last(lines, amount, most, letters=given.on("c"))
    yield from inputs.told()
    if given.on("f", "F") and words:
        raise Exit(1, NOT_FOLLOWED)
    inputs.end()


def _last(
    lines: Iterator[str], amount: str, most: int, *, letters: bool
) -> Iterator[str]:
    if letters:
        text = "".join(lines)
        yield (
            text[max(0, most - 1) :]
            if amount.startswith("+")
            else text[len(text) - most if most < len(text) else 0 :]
        )
    elif amount.startswith("+"):
        for place, line in enumerate(lines, 1):
            if place >= most:
                yield line
    else:
        yield from deque(lines, maxlen=most)
