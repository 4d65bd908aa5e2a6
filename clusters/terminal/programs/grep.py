"""grep: the lines that a pattern fits."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Any

from clusters.terminal.files import resolved
from clusters.terminal.gnu import patterns
from clusters.terminal.gnu.options import Given, Manual, Option, tool
from clusters.terminal.gnu.patterns import BadPattern
from clusters.terminal.gnu.reading import Inputs, text
from clusters.terminal.program import Call, Err, Exit

MANUAL = Manual(
    ("grep [OPTION]... PATTERNS [FILE]...",),
    "Print the lines that a pattern fits.",
    (
        Option("A", "after-context", "NUM", "NUM lines behind each, too"),
        Option("B", "before-context", "NUM", "NUM lines before each, too"),
        Option("C", "context", "NUM", "NUM lines on both sides"),
        Option("c", "count", about="only how many lines"),
        Option(
            "E", "extended-regexp", about="+ ? | ( ) mean something without backslash"
        ),
        Option("e", "regexp", "PATTERNS", "a pattern; may be given again"),
        Option("F", "fixed-strings", about="the pattern is a plain text"),
        Option("f", "file", "FILE", "patterns from a file, one a line"),
        Option("G", "basic-regexp", about="as without -E, -F and -P"),
        Option("h", "no-filename", about="no names in front"),
        Option("H", "with-filename", about="names in front always"),
        Option("i", "ignore-case", about="small and capital letters are alike"),
        Option("y", about="the same"),
        Option(
            "L", "files-without-match", about="names of files where it fits nothing"
        ),
        Option("l", "files-with-matches", about="only names of files"),
        Option("m", "max-count", "NUM", "stop after NUM lines"),
        Option("n", "line-number", about="numbers in front"),
        Option("o", "only-matching", about="only what fits of a line"),
        Option("P", "perl-regexp", about="as -E, with \\d and the like"),
        Option("q", "quiet", about="print nothing: only the code tells"),
        Option("r", "recursive", about="all files in folders"),
        Option("R", about="the same"),
        Option("s", "no-messages", about="say nothing of files that are not there"),
        Option("v", "invert-match", about="the lines that it does not fit"),
        Option("w", "word-regexp", about="only whole words"),
        Option("x", "line-regexp", about="only whole lines"),
        Option("", "color", "WHEN", "nothing: the page colours", optional=True),
        Option("", "line-buffered", about="nothing: lines are never held back"),
    ),
    wrong=2,
    numbers=True,
    shows_usage=True,
)
MOST_CONTEXT = 1000


@dataclass
class Search:
    """What is looked for and what is printed of it."""

    given: Given
    tests: list[Any]
    before: int
    after: int
    most: int
    found: int = 0
    held: deque[tuple[int, str]] = field(default_factory=deque)

    def fits(self, line: str) -> bool:
        return any(test.search(line) for test in self.tests) != self.given.on("v")


@tool("grep", MANUAL)
def grep(call: Call, given: Given) -> Iterator[str]:
    """As GNU grep; patterns are matched by RE2."""
    words = list(given.words)
    numbers = [word[1:] for word in words if word[:1] == "-" and word[1:].isdecimal()]
    words = [word for word in words if not (word[:1] == "-" and word[1:].isdecimal())]
    sources = given.all("e") + [
        text(call, name).removesuffix("\n") for name in given.all("f")
    ]
    if not sources:
        if not words:
            raise Exit(
                2, f"Usage: {MANUAL.usage[0]}\nTry 'grep --help' for more information."
            )
        sources = [words.pop(0)]
    around = numbers[-1] if numbers else given.value("C", "0")
    search = Search(
        given,
        [_compiled(given, one) for source in sources for one in source.split("\n")],
        _number(given.value("B") or around, "context length argument"),
        _number(given.value("A") or around, "context length argument"),
        _number(given.value("m", "1000000000"), "max count"),
    )
    yield from _files(call, given, search, words)


def _number(digits: str, what: str) -> int:
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len("1000000000")):
        raise Exit(2, f"grep: {digits}: invalid {what}")
    return int(digits)


def _compiled(given: Given, source: str) -> Any:
    kind = given.last("E", "F", "G", "P")
    try:
        if kind == "F":
            pattern = patterns.literal(source)
        elif kind == "P":
            pattern = source
        else:
            pattern = (
                patterns.extended(source) if kind == "E" else patterns.basic(source)
            )
        if given.on("w"):
            pattern = f"\\b(?:{pattern})\\b"
        if given.on("x"):
            pattern = f"^(?:{pattern})$"
        return patterns.compiled(pattern, ignore_case=given.on("i", "y"))
    except BadPattern as bad:
        raise Exit(2, f"grep: {bad}") from None


def _files(call: Call, given: Given, search: Search, words: list[str]) -> Iterator[str]:
    code = 0
    if given.on("r", "R"):
        words = _below(call, words or ["."])
    folders = [
        w
        for w in words
        if call.session.files.is_folder(resolved(call.session.folder, w))
    ]
    inputs = Inputs(call, [word for word in words if word not in folders], code=2)
    for folder in folders:
        yield Err(f"grep: {folder}: Is a directory\n")
    if folders and len(folders) == len(words):
        raise Exit(2)
    named = (len(words) > 1 or given.on("H", "r", "R")) and not given.on("h")
    for name, lines in inputs.each():
        shown = "(standard input)" if name == "-" else name
        yield from _told(given, inputs)
        found = yield from _one(search, lines, f"{shown}:" if named else "", shown)
        code = code or bool(found)
        if code and given.on("q"):
            return
    yield from _told(given, inputs)
    if inputs.code or folders:
        raise Exit(2)
    if not code:
        raise Exit(1)


def _told(given: Given, inputs: Inputs) -> Iterator[str]:
    for error in inputs.told():
        if not given.on("s"):
            yield error


def _below(call: Call, names: list[str]) -> list[str]:
    """All files in folders, as they are reached from them."""
    found = []
    for name in names:
        path = resolved(call.session.folder, name)
        if not call.session.files.is_folder(path):
            found.append(name)
            continue
        below = path.rstrip("/") + "/"
        lead = "" if name == "." else name.rstrip("/") + "/"
        found += [
            lead + one.removeprefix(below)
            for one in sorted(call.session.files.texts)
            if one.startswith(below) and not one.endswith("/")
        ]
    return found or ["/dev/null"]


def _one(
    search: Search, lines: Iterator[str], lead: str, name: str
) -> Generator[str, None, int]:
    """Search one input; returns how many lines it fits."""
    given, count = search.given, 0
    quiet = given.on("q", "c", "l", "L")
    search.held = deque(maxlen=min(search.before, MOST_CONTEXT))
    last, following = 0, 0
    for number, line in enumerate(lines, 1):
        body = line.removesuffix("\n")
        if search.fits(body):
            count += 1
            if given.on("q", "l"):
                break
            if not quiet:
                yield from _before(search, lead, number, last)
                yield from _printed(search, lead, number, body)
                last, following = number, search.after
            if count >= search.most:
                break
        elif following:
            following, last = following - 1, number
            yield _line(search, lead.replace(":", "-"), number, body, "-")
        elif search.before:
            search.held.append((number, body))
    yield from _summed(given, count, lead, name)
    return count


def _summed(given: Given, count: int, lead: str, name: str) -> Iterator[str]:
    if given.on("q"):
        return
    if given.on("c"):
        yield f"{lead}{count}\n"
    elif (given.on("l") and count) or (given.on("L") and not count):
        yield f"{name}\n"


def _before(search: Search, lead: str, number: int, last: int) -> Iterator[str]:
    """The lines before one that fits, and `--` where some are left out."""
    first = search.held[0][0] if search.held else number
    if search.given.on("A", "B", "C") and last and first > last + 1:
        yield "--\n"
    while search.held:
        place, body = search.held.popleft()
        yield _line(search, lead.replace(":", "-"), place, body, "-")


def _printed(search: Search, lead: str, number: int, body: str) -> Iterator[str]:
    if not search.given.on("o"):
        yield _line(search, lead, number, body, ":")
        return
    if search.given.on("v"):
        return
    for start, end in sorted(
        {m.span() for t in search.tests for m in t.finditer(body)}
    ):
        if end > start:
            yield _line(search, lead, number, body[start:end], ":")


def _line(search: Search, lead: str, number: int, body: str, joint: str) -> str:
    shown = f"{number}{joint}" if search.given.on("n") else ""
    return f"{lead}{shown}{body}\n"
