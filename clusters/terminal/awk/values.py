"""awk's values: texts and numbers, which become each other."""

from __future__ import annotations

import math

DIGITS = frozenset("0123456789")
LONGEST_NUMBER = 60
WHOLE = 1 << 53

Value = float | str


class Looks(str):
    """A text that came from outside: compared as a number where it looks like one."""

    __slots__ = ()


def number(value: Value) -> float:
    """A value as a number: what a text begins with, else 0."""
    if isinstance(value, float):
        return value
    text = value.strip()[:LONGEST_NUMBER]
    end = _number_end(text)
    return float(text[:end]) if end else 0.0


def _number_end(text: str) -> int:
    """How many letters of a text are a number."""
    at = 1 if text[:1] in ("-", "+") else 0
    begin = at
    while at < len(text) and text[at] in DIGITS:
        at += 1
    digits = at - begin
    if text[at : at + 1] == ".":
        at += 1
        start = at
        while at < len(text) and text[at] in DIGITS:
            at += 1
        digits += at - start
    if not digits:
        return 0
    if text[at : at + 1] in ("e", "E"):
        end = at + (2 if text[at + 1 : at + 2] in ("-", "+") else 1)
        start = end
        while end < len(text) and text[end] in DIGITS:
            end += 1
        at = end if end > start else at
    return at


def text(value: Value) -> str:
    """A value as a text."""
    if not isinstance(value, float):
        return str(value)
    if math.isfinite(value) and value == int(value) and abs(value) < WHOLE:
        return str(int(value))
    return f"{value:.6g}"


def looks_like_number(value: Value) -> bool:
    if isinstance(value, float):
        return True
    stripped = value.strip()
    return (
        isinstance(value, Looks)
        and bool(stripped)
        and _number_end(stripped) == len(stripped)
    )


def true(value: Value) -> bool:
    if isinstance(value, float):
        return value != 0
    if looks_like_number(value):
        return number(value) != 0
    return bool(value)


def compared(left: Value, right: Value) -> int:
    """-1, 0 or 1; as numbers where both look like such."""
    one: Value
    other: Value
    if looks_like_number(left) and looks_like_number(right):
        one, other = number(left), number(right)
        return (one > other) - (one < other)
    one, other = text(left), text(right)
    return (one > other) - (one < other)
