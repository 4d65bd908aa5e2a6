"""column: words in columns."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.gnu.columns import columned
from clusters.terminal.gnu.options import Given, Manual, Option, tool
from clusters.terminal.gnu.reading import Inputs
from clusters.terminal.program import Call

MANUAL = Manual(
    ("column [OPTION]... [FILE]...",),
    "Lay lines out in columns; -t makes a table of their words.",
    (
        Option("s", "separator", "CHARS", "what is between cells"),
        Option("t", "table", about="a table"),
        Option("o", "output-separator", "TEXT", "what is put between cells"),
    ),
)
MOST_COLUMNS = 200


@tool("column", MANUAL)
def column(call: Call, given: Given) -> Iterator[str]:
    """As util-linux' column."""
    inputs = Inputs(call, given.words)
    lines = [line.strip("\n") for _, found in inputs.each() for line in found]
    lines = [line for line in lines if line.strip()]
    yield from inputs.told()
    if not given.on("t"):
        yield columned(lines, call.session.columns)
        return
    rows = [_cells(line, given.value("s"))[:MOST_COLUMNS] for line in lines]
    count = max((len(row) for row in rows), default=0)
    widths = [
        max((len(row[at]) for row in rows if at < len(row)), default=0)
        for at in range(count)
    ]
    joint = given.value("o", "  ")
    for row in rows:
        call.session.check()
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        yield joint.join([*cells[:-1], row[-1]]) + "\n"
    inputs.end()


def _cells(line: str, separators: str) -> list[str]:
    if not separators:
        return line.split()
    for char in separators[1:]:
        line = line.replace(char, separators[0])
    return line.split(separators[0])
