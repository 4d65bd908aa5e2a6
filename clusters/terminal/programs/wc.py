"""wc: count lines, words and letters."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.gnu.options import Given, Manual, Option, tool
from clusters.terminal.gnu.reading import Inputs
from clusters.terminal.program import Call

MANUAL = Manual(
    ("wc [OPTION]... [FILE]...",),
    "Count lines, words and bytes.",
    (
        Option("c", "bytes", about="bytes"),
        Option("l", "lines", about="lines"),
        Option("L", "max-line-length", about="letters of the longest line"),
        Option("m", "chars", about="letters"),
        Option("w", "words", about="words"),
    ),
)
ORDER = "lwmcL"


@tool("wc", MANUAL)
def wc(call: Call, given: Given) -> Iterator[str]:
    """As GNU wc."""
    wanted = [letter for letter in ORDER if given.on(letter)] or ["l", "w", "c"]
    inputs = Inputs(call, given.words)
    rows: list[tuple[str, dict[str, int]]] = []
    for name, lines in inputs.each():
        rows.append(("" if not given.words else name, _counts(lines)))
    if len(inputs.names) > 1:
        rows.append(("total", _total([counts for _, counts in rows])))
    one = len(rows) == 1 and len(wanted) == 1
    most = max((max(counts.values()) for _, counts in rows), default=0)
    width = 1 if one else 7 if not given.words else len(str(most))
    yield from inputs.told()
    for name, counts in rows:
        numbers = " ".join(f"{counts[letter]:>{width}}" for letter in wanted)
        yield f"{numbers} {name}".rstrip() + "\n"
    inputs.end()


def _counts(lines: Iterator[str]) -> dict[str, int]:
    found = dict.fromkeys(ORDER, 0)
    for line in lines:
        body = line.removesuffix("\n")
        found["l"] += line != body
        found["w"] += len(line.split())
        found["m"] += len(line)
        found["c"] += len(line.encode())
        found["L"] = max(found["L"], len(body.expandtabs()))
    return found


def _total(rows: list[dict[str, int]]) -> dict[str, int]:
    total = {letter: sum(row[letter] for row in rows) for letter in ORDER}
    total["L"] = max((row["L"] for row in rows), default=0)
    return total
