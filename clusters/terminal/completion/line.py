"""The command that is being typed, as far as a place in its line."""

from __future__ import annotations

from typing import NamedTuple

ENDS = frozenset("|;&(\n")
"""After one of these another command begins."""
BLANKS = frozenset(" \t")


class Typed(NamedTuple):
    """A command as far as it is typed: its whole words, and the word under way."""

    words: list[str]
    begun: str
    start: int
    """Where in the line that word begins."""


def command_at(line: str, at: int) -> Typed:
    """The command at a place of a line.

    Quotes are taken off; assignments before the program count for nothing.
    """
    words: list[str] = []
    word, start, quote, escaped = "", -1, "", False
    for place, letter in enumerate(line[:at]):
        inside = escaped or quote or letter not in ENDS | BLANKS
        if inside and start < 0:
            start = place
        if escaped:
            word, escaped = word + letter, False
        elif letter == "\\" and quote != "'":
            escaped = True
        elif quote:
            quote, word = ("", word) if letter == quote else (quote, word + letter)
        elif letter in "'\"":
            quote = letter
        elif inside:
            word += letter
        else:
            words = [*words, word] if start >= 0 else words
            words = [] if letter in ENDS else words
            word, start = "", -1
    return Typed(_without_assignments(words), word, at if start < 0 else start)


def _without_assignments(words: list[str]) -> list[str]:
    for place, word in enumerate(words):
        if "=" not in word or word.startswith("-"):
            return words[place:]
    return []
