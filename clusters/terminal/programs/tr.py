"""tr: other letters instead of letters."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator

from clusters.terminal.gnu.options import Given, Manual, Option, tool
from clusters.terminal.gnu.reading import piped
from clusters.terminal.program import Call, Exit
from clusters.terminal.shell.escapes import ansi

MANUAL = Manual(
    ("tr [OPTION]... SET1 [SET2]",),
    "Replace, squeeze or delete letters of what is piped in.",
    (
        Option("c", "complement", about="all letters that are not in SET1"),
        Option("C", about="the same"),
        Option("d", "delete", about="delete those in SET1"),
        Option("s", "squeeze-repeats", about="one of those that follow each other"),
        Option("t", "truncate-set1", about="SET1 only as long as SET2"),
    ),
    first_word_ends=True,
)
CLASSES = {
    "alpha": string.ascii_letters,
    "alnum": string.ascii_letters + string.digits,
    "digit": string.digits,
    "lower": string.ascii_lowercase,
    "upper": string.ascii_uppercase,
    "space": " \t\n\v\f\r",
    "blank": " \t",
    "punct": string.punctuation,
    "print": string.printable[:95],
    "xdigit": string.hexdigits,
}
MOST = 1 << 16


@tool("tr", MANUAL)
def tr(call: Call, given: Given) -> Iterator[str]:
    """As GNU tr."""
    words = given.words
    wanted = 1 if given.on("d") != given.on("s") else 2
    if not words:
        raise Exit(1, "tr: missing operand\nTry 'tr --help' for more information.")
    if len(words) < wanted:
        raise Exit(
            1,
            f"tr: missing operand after '{words[0]}'\nTwo strings must be given when translating.\nTry 'tr --help' for more information.",
        )
    first = _letters(words[0])
    second = _letters(words[1]) if len(words) > 1 else ""
    if given.on("t"):
        first = first[: len(second)]
    change = _change(first, second, given)
    squeezed = frozenset(second or first) if given.on("s") else frozenset()
    backwards = bool(squeezed) and not second and given.on("c", "C")
    last = ""
    for piece in piped(call):
        text = "".join(change(char) for char in piece)
        if not given.on("s"):
            yield text
            continue
        kept = []
        for char in text:
            if char != last or (char in squeezed) == backwards:
                kept.append(char)
            last = char
        yield "".join(kept)


def _change(first: str, second: str, given: Given) -> Callable[[str], str]:
    """What becomes of one letter."""
    known = frozenset(first)
    other = given.on("c", "C")
    if given.on("d"):
        return lambda char: "" if (char in known) != other else char
    if not second:
        return lambda char: char
    if other:
        return lambda char: char if char in known else second[-1]
    table = dict(zip(first, second.ljust(len(first), second[-1]), strict=False))
    return lambda char: table.get(char, char)


def _letters(text: str) -> str:
    """A set written out: ranges, classes, escapes. Raises Exit."""
    found: list[str] = []
    at = 0
    while at < len(text) and len(found) < MOST:
        close = text.find(":]", at) if text.startswith("[:", at) else -1
        if close > 0:
            name = text[at + 2 : close]
            if name not in CLASSES:
                raise Exit(1, f"tr: invalid character class '{name}'")
            found += CLASSES[name]
            at = close + 2
            continue
        char, at = _one(text, at)
        if text[at : at + 1] == "-" and at + 1 < len(text):
            last, at = _one(text, at + 1)
            if ord(last) < ord(char):
                raise Exit(
                    1,
                    f"tr: range-endpoints of '{char}-{last}' are in reverse collating sequence order",
                )
            found += [
                chr(code)
                for code in range(ord(char), min(ord(last), ord(char) + MOST) + 1)
            ]
        else:
            found.append(char)
    return "".join(found)


def _one(text: str, at: int) -> tuple[str, int]:
    if text[at] != "\\" or at + 1 >= len(text):
        return text[at], at + 1
    end = at + 2
    while (
        end < at + 4
        and text[at + 1] in "01234567"
        and text[end : end + 1] in tuple("01234567")
    ):
        end += 1
    return ansi(text[at:end])[:1] or "\\", end
