"""head: the first lines."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from clusters.terminal.gnu.counting import count
from clusters.terminal.gnu.options import Given, Manual, Option, tool
from clusters.terminal.gnu.reading import Inputs
from clusters.terminal.program import Call

MANUAL = Manual(
    ("head [OPTION]... [FILE]...",),
    "Print the first 10 lines of files, or of what is piped in.",
    (
        Option("c", "bytes", "NUM", "the first NUM letters; -NUM: all but the last"),
        Option("n", "lines", "NUM", "the first NUM lines; -NUM: all but the last"),
        Option("q", "quiet", about="no names above the files"),
        Option("v", "verbose", about="names above the files always"),
    ),
    numbers=True,
)


UNREAD = "cannot open '{path}' for reading: {reason}"


@tool("head", MANUAL)
def head(call: Call, given: Given) -> Iterator[str]:
    """As GNU head."""
    words = [word for word in given.words if not (word[0:1] == "-" and word[1:])]
    number = next((w[1:] for w in given.words if w[0:1] == "-" and w[1:]), "10")
    amount = given.value("n") or given.value("c") or number
    kind = "bytes" if given.on("c") else "lines"
    most = count(call, amount, kind)
    but_last = amount.startswith("-")
    inputs = Inputs(call, words, words=UNREAD)
    headed = (len(inputs.names) > 1 or given.on("v")) and not given.on("q")
    lead = ""
    for name, lines in inputs.each():
        yield from inputs.told()
        if headed:
            yield f"{lead}==> {'standard input' if name == '-' else name} <==\n"
            lead = "\n"
        yield from (
            _letters(lines, most, but_last=but_last)
            if given.on("c")
            else _lines(lines, most, but_last=but_last)
        )
    yield from inputs.told()
    inputs.end()


def _lines(lines: Iterator[str], most: int, *, but_last: bool) -> Iterator[str]:
    if but_last:
        held: deque[str] = deque()
        for line in lines:
            held.append(line)
            if len(held) > most:
                yield held.popleft()
        return
    if most <= 0:
        return
    for line in lines:
        yield line
        most -= 1
        if most <= 0:
            return


def _letters(lines: Iterator[str], most: int, *, but_last: bool) -> Iterator[str]:
    if but_last:
        text = "".join(lines)
        yield text[: max(0, len(text) - most)]
        return
    for line in lines:
        if most <= 0:
            return
        yield line[:most]
        most -= len(line)
