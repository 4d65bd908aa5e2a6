"""Two texts side by side in lines: what was taken away, what came."""

from __future__ import annotations

import difflib
import re
from typing import NamedTuple

LARGEST = 5000
"""Lines of a text that are still compared: the work grows with their square."""
CONTEXT = 3


COUNTED = re.compile("  (resourceVersion|generation): ")


class Row(NamedTuple):
    """A line: `-` taken away, `+` added, a blank for one that stayed, `@` for a gap."""

    sign: str
    word: str
    text: str


WORDS = {"-": "Removed", "+": "Added", " ": "", "@": "Further down"}


def _told(text: str) -> list[str]:
    """The lines that somebody wrote: not what the server counts up with every change."""
    return [line for line in text.splitlines() if not COUNTED.match(line)]


def rows(old: str, new: str) -> list[Row]:
    """How to come from one text to the other; empty when they are the same."""
    before, after = _told(old), _told(new)
    if max(len(before), len(after)) > LARGEST:
        return [Row("@", WORDS["@"], "Too long to compare line by line.")]
    lines = list(difflib.unified_diff(before, after, n=CONTEXT, lineterm=""))[2:]
    found = [Row(line[0], WORDS[line[0]], line[1:]) for line in lines]
    return [Row("@", row.word, "⋯") if row.sign == "@" else row for row in found][1:]
