"""Text in columns as Go's text/tabwriter lays it out.

A cell ends with a tab; a column is a run of lines that all have a cell there, and is
as wide as its widest cell. What follows a line's last tab belongs to no column.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby


def aligned(
    text: str, *, padding: int, least: int = 0, known: list[int] | None = None
) -> str:
    """The text with its tabs turned into spaces; columns are at least `least` wide.

    `known` remembers how wide columns were: none gets narrower from text to text.
    """
    lines = [line.split("\t") for line in text.split("\n")]
    return "\n".join(_block(lines, [], padding, least, known))


def _block(
    lines: list[list[str]],
    widths: list[int],
    padding: int,
    least: int,
    known: list[int] | None,
) -> Iterator[str]:
    """Lay out lines whose columns before this one have these widths."""
    column = len(widths)
    for has, run in groupby(lines, lambda line: column < len(line) - 1):
        block = list(run)
        if has:
            width = max(len(line[column]) for line in block) + padding
            width = max(width, least)
            if known is not None:
                width = _remembered(known, column, width)
            yield from _block(block, [*widths, width], padding, least, known)
        else:
            for line in block:
                cells = zip(line, [*widths, 0], strict=False)
                yield "".join(cell.ljust(width) for cell, width in cells)


def _remembered(known: list[int], column: int, width: int) -> int:
    if column == len(known):
        known.append(0)
    known[column] = max(known[column], width)
    return known[column]
