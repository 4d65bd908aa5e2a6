"""YAML with colours: lines of classes, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from pygments.lexers import YamlLexer
from pygments.token import Comment, Literal, Name, Punctuation, String

LINES = 250
"""So many lines are on one page of an object."""
LONGEST_LINE = 2000
CLASSES = (
    (Name.Tag, "y-key"),
    (Name.Variable, "y-key"),
    (Comment, "y-note"),
    (String, "y-text"),
    (Literal.Scalar.Plain, "y-word"),
    (Punctuation, "y-mark"),
)
WORDS = {"true": "y-bool", "false": "y-bool", "null": "y-bool"}
_lexer = YamlLexer(stripnl=False)


class Line(NamedTuple):
    """A line: its number, and its parts as HTML."""

    number: int
    html: SafeString


class Shown(NamedTuple):
    """A page of a text."""

    lines: tuple[Line, ...]
    first: int
    last: int
    total: int
    whole: bool

    @property
    def before(self) -> int:
        """The line that the page before begins with; 0 on the first."""
        return max(1, self.first - LINES) if self.first > 1 else 0

    @property
    def after(self) -> int:
        return self.last + 1 if self.last < self.total else 0


def page(text: str, first: int = 1) -> Shown:
    """The page that has this line, in colours; very long lines are cut."""
    every = text.removesuffix("\n").split("\n")
    start = (min(max(first, 1), len(every)) - 1) // LINES * LINES
    here = every[start : start + LINES]
    cut = any(len(line) > LONGEST_LINE for line in here)
    html = coloured("\n".join(line[:LONGEST_LINE] for line in here))
    lines = tuple(
        Line(start + at, _marked(part, line))
        for at, (part, line) in enumerate(zip(html, here, strict=True), 1)
    )
    whole = len(here) == len(every) and not cut
    return Shown(lines, start + 1, start + len(here), len(every), whole)


def _marked(html: SafeString, line: str) -> SafeString:
    """A line that was cut says how much is missing."""
    left = len(line) - LONGEST_LINE
    if left <= 0:
        return html
    return format_html('{}<i class="y-note">… {} more characters</i>', html, left)


@lru_cache(maxsize=256)
def coloured(text: str) -> tuple[SafeString, ...]:
    """Each line of a text as HTML."""
    return tuple(
        format_html_join("", '<span class="{}">{}</span>', line)
        for line in _lines(text)
    )


def _lines(text: str) -> Iterator[list[tuple[str, str]]]:
    line: list[tuple[str, str]] = []
    for sort, value in _lexer.get_tokens(text):
        style = _class(sort, value)
        first, *more = value.split("\n")
        line += [(style, first)] if first else []
        for part in more:
            yield line
            line = [(style, part)] if part else []
    if line:
        yield line


def _class(sort: object, value: str) -> str:
    if value in WORDS:
        return WORDS[value]
    style = next((style for known, style in CLASSES if sort in known), "")
    if style == "y-word" and value.replace(".", "", 1).isdigit():
        return "y-number"
    return style
