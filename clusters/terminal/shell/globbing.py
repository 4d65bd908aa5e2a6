"""Patterns of the shell: names of files, and parts of values."""

from __future__ import annotations

import posixpath
from typing import Any, TypeAlias

from clusters.terminal.gnu import patterns
from clusters.terminal.gnu.patterns import BadPattern
from clusters.terminal.session import Session

Field: TypeAlias = list[tuple[str, bool]]
"""A word's letters in pieces, and whether they were quoted."""
MOST = 10_000


def text_of(field: Field) -> str:
    return "".join(text for text, _ in field)


def is_pattern(field: Field) -> bool:
    """Whether a word is to be compared with the names of files."""
    return any(not quoted and set(text) & set("*?[") for text, quoted in field)


class _Exactly:
    """What matches one text alone: a pattern that is none."""

    def __init__(self, text: str) -> None:
        self.text = text

    def search(self, text: str) -> bool | None:
        return True if text == self.text else None


def matcher(field: Field) -> Any:
    """What matches a whole text as the pattern says; a broken one only itself."""
    try:
        return patterns.compiled(f"^(?:{patterns.glob(field)})$")
    except BadPattern:
        return _Exactly(text_of(field))


def matches(field: Field, text: str) -> bool:
    return matcher(field).search(text) is not None


def names(session: Session, field: Field) -> list[str]:
    """The files that a pattern names, as it was written: relative or not."""
    steps = _steps(field)
    start = "/" if text_of(field).startswith("/") else session.folder
    found = [("/" if start == "/" else "", start)]
    for step in steps:
        if not step or not text_of(step):
            continue
        found = [
            (prefix + name, posixpath.join(place, name))
            for prefix, place in found
            for name in _fitting(session, place, step, last=step is steps[-1])
        ][:MOST]
    return [
        written.rstrip("/") if len(written) > 1 else written for written, _ in found
    ]


def _steps(field: Field) -> list[Field]:
    """A pattern cut at its slashes."""
    steps: list[Field] = [[]]
    for text, quoted in field:
        first, *others = text.split("/")
        steps[-1].append((first, quoted))
        steps += [[(other, quoted)] for other in others]
    return steps


def _fitting(session: Session, place: str, step: Field, *, last: bool) -> list[str]:
    """The names in a folder that one step of a pattern fits; folders with a slash."""
    session.check()
    files, told = session.files, text_of(step)
    if not is_pattern(step):
        whole = posixpath.join(place, told)
        known = told in (".", "..") or whole in files.texts or files.is_folder(whole)
        return [told if last else told + "/"] if known else []
    test = matcher(step)
    return [
        name
        for name in files.inside(place)
        if (last or name.endswith("/"))
        and (not name.startswith(".") or told.startswith("."))
        and test.search(name.rstrip("/"))
    ]
