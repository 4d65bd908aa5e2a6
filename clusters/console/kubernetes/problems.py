"""What was refused, line by line: the service's words beside what they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from clusters.console.kubernetes import places
from clusters.sim.errors import Refusal

AROUND = 2
"""So many lines are shown before and after one that is wrong."""
_LINE = re.compile(r"\bline (\d+)")
_UNKNOWN = re.compile(r'(?:unknown|duplicate) field "([^"]+)"')
_DECODED = re.compile(r"Go struct field \w+\.([\w.\[\]/-]+) of type")
_TABS = ("found character that cannot start any token", "found a tab character")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and the line it is on (0: no line in particular)."""

    line: int
    path: str
    message: str
    advice: str = ""


def of_text(message: str) -> list[Problem]:
    """Of a text that cannot be read: the parser names the line."""
    found = _LINE.search(message)
    advice = ""
    if any(told in message for told in _TABS):
        advice = "YAML is indented with spaces: replace the tab, if one is there."
    return [Problem(int(found[1]) if found else 0, "", message, advice)]


def of_refusal(refusal: Refusal, root: yaml.Node | None) -> list[Problem]:
    """Of an object that the API server will not have."""
    return [
        Problem(places.line_of(root, path) if root and path else 0, path, message)
        for path, message in _told(refusal)
    ]


def _told(refusal: Refusal) -> Iterator[tuple[str, str]]:
    """Field by field where the refusal has fields, else its one message."""
    causes = refusal.details.get("causes") or ()
    for cause in causes:
        path = cause.get("field", "")
        yield path, f"{path}: {cause['message']}" if path else cause["message"]
    if causes:
        return
    paths = _UNKNOWN.findall(refusal.message)
    decoded = _DECODED.search(refusal.message)
    for path in paths:
        yield path, f'unknown field "{path}"'
    if not paths:
        yield decoded[1] if decoded else "", refusal.message


@dataclass(frozen=True)
class Excerpt:
    """A line with its neighbours, and what is wrong with it."""

    number: int
    text: str
    problems: tuple[Problem, ...]


def excerpts(text: str, problems: list[Problem]) -> list[Excerpt]:
    """The lines that problems are on, with those around them."""
    lines = text.split("\n")
    wrong = {p.line for p in problems if 0 < p.line <= len(lines)}
    near = {
        n
        for line in wrong
        for n in range(max(1, line - AROUND), min(len(lines), line + AROUND) + 1)
    }
    return [
        Excerpt(n, lines[n - 1][:300], tuple(p for p in problems if p.line == n))
        for n in sorted(near)
    ]
