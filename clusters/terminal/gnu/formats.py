"""printf's formats, filled with words."""

from __future__ import annotations

import math
from collections.abc import Iterator

from clusters.terminal.shell.escapes import ansi

WIDEST = 10_000
SAFE = frozenset("@%_-+=:,./")
LONGEST_NUMBER = 40
WHOLE, FLOATING, TEXT = "diouxX", "eEfFgG", "sbcq"


class Words:
    """The words that a format is filled with, as far as they are used."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.at = 0
        self.wrong: list[str] = []
        self.ended = False

    def word(self) -> str:
        self.at += 1
        return self.words[self.at - 1] if self.at <= len(self.words) else ""

    def number(self, text: str, kind: type[int] | type[float]) -> int | float:
        """A word as a number; 0 with a complaint where it is none."""
        if not text:
            return 0
        if text[0] in "'\"":
            return ord(text[1]) if len(text) > 1 else 0
        try:
            return int(text, 0) if kind is int else float(text)
        except ValueError:
            pass
        number = leading(text)
        self.wrong.append(f"bash: printf: {text[:80]}: invalid number\n")
        return int(number) if kind is int else number


def leading(text: str) -> float:
    """The number that a text begins with; 0 where it begins with none."""
    end = min(len(text), LONGEST_NUMBER)
    while end:
        try:
            found = float(text[:end])
        except ValueError:
            end -= 1
            continue
        return found if math.isfinite(found) else 0.0
    return 0.0


def filled(form: str, words: list[str]) -> Iterator[str]:
    """A format filled once."""
    yield from once(form, Words(words))


def once(form: str, values: Words) -> Iterator[str]:
    """A format's text, piece by piece."""
    at = 0
    while at < len(form) and not values.ended:
        start = form.find("%", at)
        start = len(form) if start < 0 else start
        if start > at:
            yield ansi(form[at:start])
        if start >= len(form):
            return
        if form.startswith("%%", start):
            yield "%"
            at = start + 2
            continue
        at = start + 1
        while at < len(form) and form[at] in "-+ #0123456789.*":
            at += 1
        letter = form[at : at + 1]
        if not letter or letter not in WHOLE + FLOATING + TEXT:
            told = (
                f"`{letter}': invalid format character"
                if letter
                else "missing format character"
            )
            values.wrong.append(f"bash: printf: {told}\n")
            values.ended = True
            return
        yield _put(form[start + 1 : at], letter, values)
        at += 1


def _put(modifiers: str, letter: str, values: Words) -> str:
    while "*" in modifiers:
        asked = int(values.number(values.word(), int))
        modifiers = modifiers.replace("*", str(max(-WIDEST, min(asked, WIDEST))), 1)
    flags = modifiers[: len(modifiers) - len(modifiers.lstrip("-+ #0"))]
    width, _, precision = modifiers[len(flags) :].partition(".")
    wide = _bounded(width)
    exact = _bounded(precision) if "." in modifiers else None
    text = _text(letter, flags, exact, values)
    if "-" in flags:
        return text.ljust(wide)
    if "0" in flags and letter not in TEXT and (exact is None or letter in FLOATING):
        return text.zfill(wide)
    return text.rjust(wide)


def _bounded(digits: str) -> int:
    digits = digits.partition("-")[0]
    return min(int(digits[:6]), WIDEST) if digits.isascii() and digits.isdigit() else 0


def _text(letter: str, flags: str, exact: int | None, values: Words) -> str:
    word = values.word()
    if letter in TEXT:
        return _of_text(letter, word, exact, values)
    if letter in FLOATING:
        number = values.number(word, float)
        text = f"{number:{'#' if '#' in flags else ''}.{6 if exact is None else min(exact, 300)}{letter}}"
    else:
        number = values.number(word, int)
        base = letter if letter in "oxX" else "d"
        number = number % (1 << 64) if base != "d" and number < 0 else number
        text = format(int(number), f"{'#' if '#' in flags else ''}{base}").replace(
            "0o", "0"
        )
        digits = text.lstrip("-")
        text = text.removesuffix(digits) + digits.zfill(exact or 0)
    sign = "+" if "+" in flags else " " if " " in flags else ""
    return text if number < 0 or letter in "ouxX" else sign + text


def _backslashed(word: str) -> str:
    """A word as it could be typed."""
    if any(not char.isprintable() for char in word):
        return "$" + repr(word)
    kept = (char if char.isalnum() or char in SAFE else "\\" + char for char in word)
    return "".join(kept) or "''"


def _of_text(letter: str, word: str, exact: int | None, values: Words) -> str:
    if letter == "q":
        return _backslashed(word)
    if letter == "c":
        return word[:1]
    if letter == "b":
        word, cut, _ = word.partition("\\c")
        values.ended = bool(cut)
        word = ansi(word, zeros=True)
    return word if exact is None else word[:exact]
