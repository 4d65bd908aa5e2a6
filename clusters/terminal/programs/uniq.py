"""uniq: one of lines that follow each other and are alike."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from clusters.terminal.gnu.counting import count
from clusters.terminal.gnu.options import Given, Manual, Option, tool
from clusters.terminal.gnu.reading import Inputs
from clusters.terminal.program import Call

MANUAL = Manual(
    ("uniq [OPTION]... [FILE]",),
    "Print one of lines that follow each other and are alike; `sort` first for all.",
    (
        Option("c", "count", about="how many there were in front"),
        Option("d", "repeated", about="only those that are there more than once"),
        Option("f", "skip-fields", "N", "the first N fields do not count"),
        Option("i", "ignore-case", about="small and capital letters are alike"),
        Option("u", "unique", about="only those that are there once"),
    ),
)


@tool("uniq", MANUAL)
def uniq(call: Call, given: Given) -> Iterator[str]:
    """As GNU uniq."""
    skipped = count(call, given.value("f", "0"), "fields to skip")
    inputs = Inputs(call, given.words[:1])

    def compared(line: str) -> str:
        text = line.removesuffix("\n")
        if skipped:
            text = " ".join(text.split()[skipped:])
        return text.casefold() if given.on("i") else text

    for _, lines in inputs.each():
        for _, group in groupby(lines, compared):
            alike = list(group)
            first, times = alike[0], len(alike)
            if (given.on("d") and times == 1) or (given.on("u") and times > 1):
                continue
            lead = f"{times:7} " if given.on("c") else ""
            yield lead + first.removesuffix("\n") + "\n"
    yield from inputs.told()
    inputs.end()
