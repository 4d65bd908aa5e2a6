"""cat: print files one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.gnu.options import Given, Manual, Option, tool
from clusters.terminal.gnu.reading import Inputs
from clusters.terminal.program import Call

MANUAL = Manual(
    ("cat [OPTION]... [FILE]...",),
    "Print files, or what is piped in, one after the other.",
    (
        Option("A", "show-all", about="show tabs as ^I and line ends as $"),
        Option("b", "number-nonblank", about="number the lines that are not empty"),
        Option("E", "show-ends", about="show line ends as $"),
        Option("n", "number", about="number all lines"),
        Option("s", "squeeze-blank", about="one empty line instead of several"),
        Option("T", "show-tabs", about="show tabs as ^I"),
        Option("u", about="nothing: output is never held back"),
        Option("v", "show-nonprinting", about="show control characters as ^X"),
    ),
)


@tool("cat", MANUAL)
def cat(call: Call, given: Given) -> Iterator[str]:
    """As GNU cat."""
    inputs = Inputs(call, given.words)
    count, empty = 0, False
    for _, lines in inputs.each():
        yield from inputs.told()
        for line in lines:
            body = line.removesuffix("\n")
            if given.on("s") and not body and empty:
                continue
            empty = not body
            numbered = (given.on("n") and not given.on("b")) or (
                given.on("b") and bool(body)
            )
            count += numbered
            yield (f"{count:6}\t" if numbered else "") + _shown(given, body, line)
    yield from inputs.told()
    inputs.end()


def _shown(given: Given, body: str, line: str) -> str:
    if given.on("A", "v"):
        body = "".join(_control(char) for char in body)
    if given.on("A", "T"):
        body = body.replace("\t", "^I")
    end = line[len(line.removesuffix("\n")) :]
    return body + ("$" if end and given.on("A", "E") else "") + end


def _control(char: str) -> str:
    if char == "\t" or (char >= " " and char != "\x7f"):
        return char
    return "^" + chr(ord(char) ^ 64)
