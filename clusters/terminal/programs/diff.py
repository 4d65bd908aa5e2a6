"""diff: what differs between two files."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from clusters.terminal.files import FileError
from clusters.terminal.gnu.options import Given, Manual, Option, tool, wrong
from clusters.terminal.gnu.reading import text
from clusters.terminal.program import Call, Exit

MANUAL = Manual(
    ("diff [OPTION]... FILE1 FILE2",),
    "Print what differs between two files; 0 nothing, 1 something.",
    (
        Option("b", "ignore-space-change", about="blanks do not count"),
        Option("i", "ignore-case", about="small and capital letters are alike"),
        Option("N", "new-file", about="a file that is not there is empty"),
        Option("q", "brief", about="only whether they differ"),
        Option("s", "report-identical-files", about="say so when they do not"),
        Option("u", about="unified: with the lines around"),
        Option("U", "unified", "NUM", "unified, with NUM lines around"),
        Option("w", "ignore-all-space", about="blanks do not count at all"),
        Option("", "color", "WHEN", "nothing: the page colours", optional=True),
        Option("", "label", "LABEL", "another name for a file"),
    ),
    wrong=2,
)
MOST_LINES = 4000


@tool("diff", MANUAL)
def diff(call: Call, given: Given) -> Iterator[str]:
    """As GNU diff: plain, or unified with -u."""
    if len(given.words) != len(("first", "second")):
        what = (
            f"extra operand '{given.words[2]}'"
            if len(given.words) > len(("first", "second"))
            else f"missing operand after '{([call.name, *given.words])[-1]}'"
        )
        raise wrong(call, MANUAL, what)
    first, second = (_lines(call, given, name) for name in given.words)
    one, other = (
        [_compared(given, line) for line in lines] for lines in (first, second)
    )
    if one == other:
        if given.on("s"):
            yield f"Files {given.words[0]} and {given.words[1]} are identical\n"
        return
    if given.on("q"):
        yield f"Files {given.words[0]} and {given.words[1]} differ\n"
        raise Exit(1)
    if len(first) + len(second) > MOST_LINES:
        raise Exit(
            2, f"diff: more than {MOST_LINES} lines are too many to compare here"
        )
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if given.on("u", "U"):
        yield from _unified(given, matcher, first, second)
    else:
        yield from _plain(matcher, first, second)
    raise Exit(1)


def _lines(call: Call, given: Given, name: str) -> list[str]:
    try:
        whole = text(call, name)
    except FileError as error:
        if given.on("N"):
            return []
        raise Exit(2, f"diff: {error.path}: {error.reason}") from None
    return whole.split("\n")[:-1] + (
        [_open(whole)] if whole and not whole.endswith("\n") else []
    )


def _open(whole: str) -> str:
    return whole.rpartition("\n")[2] + "\n\\ No newline at end of file"


def _compared(given: Given, line: str) -> str:
    if given.on("w"):
        line = "".join(line.split())
    elif given.on("b"):
        line = " ".join(line.split(" "))
    return line.casefold() if given.on("i") else line


def _plain(
    matcher: difflib.SequenceMatcher[str], first: list[str], second: list[str]
) -> Iterator[str]:
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        sign = {"replace": "c", "delete": "d", "insert": "a"}[tag]
        left = _range(a, b) if tag != "insert" else str(a)
        right = _range(c, d) if tag != "delete" else str(c)
        yield f"{left}{sign}{right}\n"
        yield from (f"< {line}\n" for line in first[a:b])
        if tag == "replace":
            yield "---\n"
        yield from (f"> {line}\n" for line in second[c:d])


def _range(start: int, end: int) -> str:
    return str(end) if end == start + 1 else f"{start + 1},{end}"


def _unified(
    given: Given,
    matcher: difflib.SequenceMatcher[str],
    first: list[str],
    second: list[str],
) -> Iterator[str]:
    around = given.value("U", "3")
    labels = [*given.all("label"), *given.words[len(given.all("label")) :]]
    yield f"--- {labels[0]}\n+++ {labels[1]}\n"
    for group in matcher.get_grouped_opcodes(
        int(around[:4]) if around.isdecimal() else 3
    ):
        a, b, c, d = group[0][1], group[-1][2], group[0][3], group[-1][4]
        yield f"@@ -{_span(a, b)} +{_span(c, d)} @@\n"
        for tag, i, j, k, m in group:
            if tag == "equal":
                yield from (f" {line}\n" for line in first[i:j])
            else:
                yield from (f"-{line}\n" for line in first[i:j])
                yield from (f"+{line}\n" for line in second[k:m])


def _span(start: int, end: int) -> str:
    length = end - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"
