"""The command that is being typed, as far as a place in its line."""

from __future__ import annotations

ENDS = frozenset("|;&(\n")
"""After one of these another command begins."""
BLANKS = frozenset(" \t")


def command_at(line: str, at: int) -> tuple[list[str], str]:
    """The whole words of the command at a place, and the word that is being typed.

    Quotes are taken off; assignments before the program count for nothing.
    """
    words: list[str] = []
    word, begun, quote, escaped = "", False, "", False
    for letter in line[:at]:
        if escaped:
            word, escaped = word + letter, False
        elif letter == "\\" and quote != "'":
            begun = escaped = True
        elif quote:
            quote, word = ("", word) if letter == quote else (quote, word + letter)
        elif letter in "'\"":
            begun, quote = True, letter
        elif letter in ENDS:
            words, word, begun = [], "", False
        elif letter in BLANKS:
            words, word, begun = [*words, word] if begun else words, "", False
        else:
            begun, word = True, word + letter
    return _without_assignments(words), word


def _without_assignments(words: list[str]) -> list[str]:
    for place, word in enumerate(words):
        if "=" not in word or word.startswith("-"):
            return words[place:]
    return []
