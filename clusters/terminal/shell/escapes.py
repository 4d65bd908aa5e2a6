"""Backslash escapes, as `$'…'`, `echo -e` and `printf` read them."""

from __future__ import annotations

import sys

SIMPLE = {
    "n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v",
    "e": "\x1b", "E": "\x1b", "\\": "\\", "'": "'", '"': '"', "?": "?",
}  # fmt: skip
OCTAL = "01234567"
HEXADECIMAL = "0123456789abcdefABCDEF"
LONGEST = {"x": 2, "u": 4, "U": 8}
SURROGATES = range(0xD800, 0xE000)


def ansi(text: str, *, zeros: bool = False) -> str:
    """The text with its escapes as what they stand for.

    `zeros`: octal numbers are written `\\0nnn`, as echo has them.
    """
    pieces: list[str] = []
    at = 0
    while at < len(text):
        if text[at] != "\\" or at + 1 >= len(text):
            end = text.find("\\", at + 1)
            end = len(text) if end < 0 else end
            pieces.append(text[at:end])
            at = end
        else:
            piece, at = _escape(text, at + 1, zeros=zeros)
            pieces.append(piece)
    return "".join(pieces)


def _escape(text: str, at: int, *, zeros: bool) -> tuple[str, int]:
    """What the letters behind a backslash stand for, and where they end."""
    letter = text[at]
    if letter in SIMPLE:
        return SIMPLE[letter], at + 1
    if letter in LONGEST:
        digits = _digits(text, at + 1, HEXADECIMAL, LONGEST[letter])
        return (_char(int(digits, 16)) if digits else f"\\{letter}"), at + 1 + len(
            digits
        )
    if letter in OCTAL and (letter == "0" or not zeros):
        begin = at + 1 if zeros else at
        digits = _digits(text, begin, OCTAL, 3)
        return _char(int(digits or "0", 8) & 0xFF), begin + len(digits)
    return "\\" + letter, at + 1


def _digits(text: str, at: int, known: str, most: int) -> str:
    end = at
    while end < len(text) and end < at + most and text[end] in known:
        end += 1
    return text[at:end]


def _char(code: int) -> str:
    """A letter by its number; what is none becomes the sign for unknown letters."""
    return "\ufffd" if code in SURROGATES or code > sys.maxunicode else chr(code)
