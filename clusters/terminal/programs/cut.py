"""cut: parts of each line."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.gnu.options import Given, Manual, Option, tool
from clusters.terminal.gnu.reading import Inputs
from clusters.terminal.program import Call, Exit

MANUAL = Manual(
    ("cut OPTION... [FILE]...",),
    "Print the chosen parts of each line.",
    (
        Option("b", "bytes", "LIST", "these letters"),
        Option("c", "characters", "LIST", "these letters: 1-3,5-"),
        Option("d", "delimiter", "DELIM", "what is between fields, a tab if unsaid"),
        Option("f", "fields", "LIST", "these fields"),
        Option("", "complement", about="all but the chosen"),
        Option("", "output-delimiter", "STRING", "what is put between fields"),
        Option("s", "only-delimited", about="no lines without a delimiter"),
    ),
)
HINT = "Try 'cut --help' for more information."
LAST = 1 << 40


@tool("cut", MANUAL)
def cut(call: Call, given: Given) -> Iterator[str]:
    """As GNU cut."""
    letters = given.value("c") or given.value("b")
    listed = letters or given.value("f")
    if not listed:
        raise Exit(
            1, f"cut: you must specify a list of bytes, characters, or fields\n{HINT}"
        )
    delimiter = given.value("d", "\t")
    if len(delimiter) != 1:
        raise Exit(1, f"cut: the delimiter must be a single character\n{HINT}")
    ranges = _ranges(listed)
    joint = given.value("output-delimiter", "" if letters else delimiter)
    inputs = Inputs(call, given.words)
    for _, lines in inputs.each():
        for line in lines:
            body = line.removesuffix("\n")
            if letters:
                yield joint.join(_chosen(list(body), ranges, given)) + "\n"
            elif delimiter in body:
                yield joint.join(_chosen(body.split(delimiter), ranges, given)) + "\n"
            elif not given.on("s"):
                yield body + "\n"
    yield from inputs.told()
    inputs.end()


def _chosen(parts: list[str], ranges: list[tuple[int, int]], given: Given) -> list[str]:
    wanted = not given.on("complement")
    return [
        part
        for place, part in enumerate(parts, 1)
        if any(low <= place <= high for low, high in ranges) == wanted
    ]


def _ranges(text: str) -> list[tuple[int, int]]:
    """`1-3,5-` as pairs. Raises Exit."""
    found = []
    for piece in text.replace(" ", ",").split(",")[:100]:
        low, dash, high = piece.partition("-")
        for one in (low, high):
            if one and not (
                one.isascii() and one.isdigit() and len(one) < len(str(LAST))
            ):
                raise Exit(1, f"cut: invalid field value '{one}'\n{HINT}")
        if not low and not high:
            raise Exit(
                1, f"cut: invalid range with no endpoint: {piece or '-'}\n{HINT}"
            )
        first, last = int(low or 1), int(high or (LAST if dash else low))
        if first == 0 or last == 0:
            raise Exit(1, f"cut: fields are numbered from 1\n{HINT}")
        if first > last:
            raise Exit(1, f"cut: invalid decreasing range\n{HINT}")
        found.append((first, last))
    return found
