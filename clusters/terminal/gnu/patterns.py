"""A learner's patterns, all matched by RE2: in linear time, whatever they are."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import re2

LONGEST = 4096
LARGEST = 20_000
"""So many instructions may a pattern come to."""
MEMORY = 8 << 20
_SPECIAL = frozenset("\\.[]{}()*+?^$|")


class BadPattern(ValueError):
    """Why a pattern is none; the text is about as GNU's programs word it."""


@lru_cache(maxsize=256)
def compiled(
    pattern: str, *, ignore_case: bool = False, whole_text: bool = True
) -> Any:
    """A pattern of RE2's syntax. Raises BadPattern.

    `whole_text`: a dot is any letter, line ends too, and ^ and $ are the text's ends.
    """
    if len(pattern) > LONGEST:
        raise BadPattern("Regular expression too big")
    options = re2.Options()
    options.max_mem = MEMORY
    options.log_errors = False
    options.case_sensitive = not ignore_case
    options.dot_nl = whole_text
    try:
        found = re2.compile(pattern, options)
    except re2.error as error:
        raise BadPattern(_told(error)) from None
    if found.programsize > LARGEST:
        raise BadPattern("Regular expression too big")
    return found


def _told(error: Exception) -> str:
    text = error.args[0] if error.args else ""
    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    for start, words in WORDS.items():
        if text.startswith(start):
            return words
    return text[:200] or "Invalid regular expression"


WORDS = {
    "missing ]": "Unmatched [, [^, [:, [., or [=",
    "missing )": "Unmatched ( or \\(",
    "unexpected )": "Unmatched ) or \\)",
    "invalid character class range": "Invalid range end",
    "invalid repetition size": "Regular expression too big",
    "pattern too large": "Regular expression too big",
    "trailing \\": "Trailing backslash",
}


def literal(text: str) -> str:
    """A pattern that matches this text alone."""
    return "".join("\\" + char if char in _SPECIAL else char for char in text).replace(
        "\0", "\\x00"
    )


def extended(pattern: str) -> str:
    """RE2's spelling of an extended regular expression (grep -E, sed -E, =~)."""
    out: list[str] = []
    at = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "[":
            piece, at = _bracket(pattern, at)
            out.append(piece)
        elif char == "\\":
            out.append(_escaped(pattern[at + 1 : at + 2]))
            at += 2
        elif char == "{" and not _counts(pattern, at + 1, "}"):
            out.append("\\{")
            at += 1
        elif char in "*+?" and not _repeats(out):
            out.append("" if char == "*" and not out else "\\" + char)
            at += 1
        else:
            out.append(char)
            at += 1
    return "".join(out)


def basic(pattern: str) -> str:
    """RE2's spelling of a basic regular expression (grep, sed)."""
    out: list[str] = []
    at = 0
    while at < len(pattern):
        char = pattern[at]
        after = pattern[at + 1 : at + 2]
        if char == "[":
            piece, at = _bracket(pattern, at)
            out.append(piece)
            continue
        if char == "\\" and after and after in "(){}|+?":
            out.append(after)
            at += 2
            continue
        if char == "\\":
            out.append(_escaped(after))
            at += 2
            continue
        out.append(_basic_letter(char, at, pattern, out))
        at += 1
    return "".join(out)


def _basic_letter(char: str, at: int, pattern: str, out: list[str]) -> str:
    if char in "+?(){}|":
        return "\\" + char
    if char == "^" and at and out[-1] not in ("(", "|"):
        return "\\^"
    if char == "$" and at + 1 < len(pattern) and pattern[at + 1 : at + 3] not in _ENDS:
        return "\\$"
    if char == "*" and not _repeats(out):
        return "\\*"
    return char


_ENDS = ("\\)", "\\|")


def _repeats(out: list[str]) -> bool:
    """Whether there is something that a star can repeat."""
    return bool(out) and out[-1] not in ("(", "|", "^")


def _escaped(letter: str) -> str:
    if not letter:
        raise BadPattern("Trailing backslash")
    if letter in "wWsSbBdD" and letter not in "dD":
        return "\\" + letter
    if letter in "<>":
        return "\\b"
    if letter == "n":
        return "\\n"
    if letter == "t":
        return "\\t"
    if letter in "123456789":
        raise BadPattern(f"back-references (\\{letter}) are not in this terminal")
    return literal(letter)


def _counts(pattern: str, at: int, end: str) -> bool:
    inner, found, _ = pattern[at:].partition(end)
    low, _, high = inner.partition(",")
    return (
        bool(found) and low.isascii() and low.isdigit() and (not high or high.isdigit())
    )


def _bracket(pattern: str, at: int) -> tuple[str, int]:
    """A bracket expression: in it a backslash is a letter like others."""
    end = at + 1
    negated = pattern[end : end + 1] == "^"
    end += negated
    first = end
    while end < len(pattern) and (pattern[end] != "]" or end == first):
        if pattern.startswith("[:", end):
            close = pattern.find(":]", end)
            end = close + 2 if close > 0 else end + 1
        else:
            end += 1
    if end >= len(pattern):
        raise BadPattern(WORDS["missing ]"])
    inner = pattern[first:end]
    return f"[{'^' if negated else ''}{_inside(inner)}]", end + 1


def _inside(inner: str) -> str:
    """What stands in brackets, with what RE2 would read otherwise escaped."""
    pieces: list[str] = []
    at = 0
    while at < len(inner):
        close = inner.find(":]", at) if inner.startswith("[:", at) else -1
        if close > 0:
            pieces.append(inner[at : close + 2])
            at = close + 2
        else:
            pieces.append("\\" + inner[at] if inner[at] in "\\[]^" else inner[at])
            at += 1
    return "".join(pieces)


def glob(pieces: list[tuple[str, bool]], *, path: bool = False) -> str:
    """RE2's spelling of a shell pattern: (letters, quoted) pieces.

    `path`: a star does not go over a slash.
    """
    any_letter = "[^/]" if path else "."
    out: list[str] = []
    for text, quoted in pieces:
        out.append(literal(text) if quoted else _globbed(text, any_letter))
    return "".join(out)


def _globbed(text: str, any_letter: str) -> str:
    out: list[str] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char == "*":
            out.append(any_letter + "*")
        elif char == "?":
            out.append(any_letter)
        elif char == "[" and "]" in text[at + 2 :]:
            negated = text[at + 1] in "!^"
            source = text[at:] if not negated else "[^" + text[at + 2 :]
            piece, length = _bracket(source, 0)
            out.append(piece)
            at += length - 1
        else:
            out.append(literal(char))
        at += 1
    return "".join(out)
