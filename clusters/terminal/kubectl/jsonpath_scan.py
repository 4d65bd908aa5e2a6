"""The letters of a JSONPath template, taken piece by piece."""

from __future__ import annotations

import re

STOPS = " \t\r\n.,[]$@{}"
ESCAPE = re.compile(
    r"""\\(?:[abfnrtv\\'"]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3})"""
)
MEANT = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


class Scan:
    """A text and a place in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    @property
    def over(self) -> bool:
        return self.place >= len(self.text)

    def next(self) -> str:
        """The next letter; empty at the end."""
        letter = self.text[self.place : self.place + 1]
        self.place += 1
        return letter

    def back(self) -> None:
        self.place -= 1

    def take(self, beginning: str) -> bool:
        """Whether the text goes on so; then that is taken."""
        if not self.text.startswith(beginning, self.place):
            return False
        self.place += len(beginning)
        return True

    def until(self, letter: str) -> str:
        """All before a letter, or the rest."""
        end = self.text.find(letter, self.place)
        return self._taken(end if end >= 0 else len(self.text))

    def at_word(self) -> bool:
        letter = self.text[self.place : self.place + 1]
        return letter == "_" or letter.isalnum()

    def word(self) -> str:
        """All before the next letter that ends a word."""
        end = self.place
        while end < len(self.text) and self.text[end] not in STOPS:
            end += 1
        return self._taken(end)

    def field(self) -> str:
        """A field's name; a backslash makes the next letter part of it."""
        end = self.place
        while end < len(self.text) and self.text[end] not in STOPS:
            end += 2 if self.text[end] == "\\" else 1
        return self._taken(end)

    def number(self) -> str:
        end = self.place
        if self.text[end] in "+-":
            end += 1
        while end < len(self.text) and (
            self.text[end] == "." or self.text[end].isdigit()
        ):
            end += 1
        return self._taken(end)

    def string(self, quote: str) -> str | None:
        """A string with its quotes, of which the first is taken; None without an end."""
        start = self.place - 1
        for end in range(self.place, len(self.text)):
            if self.text[end] == "\n":
                return None
            if self.text[end] == quote and self.text[end - 1] != "\\":
                self.place = end + 1
                return self.text[start : end + 1]
        return None

    def brackets(self) -> str | None:
        """All before the `]`, which is taken, too; None without one."""
        end = self.text.find("]", self.place)
        line = self.text.find("\n", self.place)
        if end < 0 or 0 <= line < end:
            return None
        inside = self._taken(end)
        self.place += 1
        return inside

    def filter(self) -> str | None:
        """All before the `)` that closes a filter, which is taken, too."""
        begun = ended = False
        quote = ""
        for end in range(self.place, len(self.text)):
            letter = self.text[end]
            if letter == "\n":
                return None
            if letter in "\"'":
                if not begun:
                    begun, quote = True, letter
                elif letter == quote and self.text[end - 1] != "\\":
                    ended = True
            elif letter == ")" and begun == ended:
                inside = self._taken(end)
                self.place += 1
                return inside
        return None

    def _taken(self, end: int) -> str:
        text = self.text[self.place : end]
        self.place = end
        return text


def unquoted(text: str, quote: str) -> str | None:
    """A string without its quotes and escapes; None where it is none."""
    inside = text[1:-1]
    if "\\" not in inside and quote not in inside:
        return inside
    rest = ESCAPE.sub("", inside)
    if (
        "\\" in rest
        or quote in rest
        or ("'" if quote == '"' else '"')
        in [found.group()[1:] for found in ESCAPE.finditer(inside)]
    ):
        return None
    return ESCAPE.sub(lambda found: _meant(found.group()[1:]), inside)


def _meant(escape: str) -> str:
    if escape in MEANT:
        return MEANT[escape]
    if escape[0] in "xuU":
        return chr(int(escape[1:], 16))
    return chr(int(escape, 8)) if escape.isdigit() else escape
