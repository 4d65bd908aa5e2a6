"""Does a text match an AllowedPattern, in time that the pattern cannot blow up.

Learners write these patterns. Python's own matcher backtracks, so `(a+)+$` could keep
a process busy for ever; this one follows all ways at once: a set of positions in, the
set of positions after it out.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from clusters.sim.aws.cloudformation.errors import TemplateFormatError

# The parser behind `re`: it has no public name.
_parser: Any = importlib.import_module("re._parser")
Places = frozenset[int]


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text matches."""
    return len(text) in _after(_parsed(pattern), text, frozenset((0,)))


@lru_cache(maxsize=64)
def _parsed(pattern: str) -> Any:
    try:
        return _parser.parse(pattern)
    except (re.error, RecursionError, OverflowError):
        raise TemplateFormatError(f"Invalid AllowedPattern: {pattern}") from None


def _after(parts: Iterable[tuple[Any, Any]], text: str, places: Places) -> Places:
    """Where the parts, one after the other, may end that begin at these places."""
    for kind, argument in parts:
        if not places:
            break
        step = _STEPS.get(str(kind))
        if step is None:
            raise TemplateFormatError(f"AllowedPattern: {kind} is not supported")
        places = step(argument, text, places)
    return places


def _one(fits: Callable[[Any, str], bool]) -> Callable[[Any, str, Places], Places]:
    """The step of a part that takes one character."""

    def step(argument: Any, text: str, places: Places) -> Places:
        return frozenset(
            at + 1 for at in places if at < len(text) and fits(argument, text[at])
        )

    return step


def _in_class(members: Any, char: str) -> bool:
    negated = any(str(kind) == "NEGATE" for kind, _ in members)
    return negated != any(_fits(str(kind), what, char) for kind, what in members)


def _fits(kind: str, what: Any, char: str) -> bool:
    if kind == "LITERAL":
        return bool(ord(char) == what)
    if kind == "RANGE":
        return bool(what[0] <= ord(char) <= what[1])
    if kind != "CATEGORY":
        return False
    name = str(what).removeprefix("CATEGORY_")
    found = {
        "DIGIT": char.isdecimal(),
        "SPACE": char.isspace(),
        "WORD": char.isalnum() or char == "_",
    }[name.removeprefix("NOT_")]
    return found != name.startswith("NOT_")


def _branch(argument: Any, text: str, places: Places) -> Places:
    return frozenset().union(*(_after(way, text, places) for way in argument[1]))


def _group(argument: Any, text: str, places: Places) -> Places:
    return _after(argument[-1], text, places)


def _repeat(argument: Any, text: str, places: Places) -> Places:
    least, most, parts = argument
    for _ in range(least):
        following = _after(parts, text, places)
        if following == places:
            break
        places = following
    found, edge, count = places, places, least
    while edge and count < most:
        edge = _after(parts, text, edge) - found
        found |= edge
        count += 1
    return found


def _anchor(argument: Any, text: str, places: Places) -> Places:
    name = str(argument)
    if name.startswith("AT_BEGINNING"):
        return places & {0}
    if name.startswith("AT_END"):
        return places & {len(text)}
    raise TemplateFormatError(f"AllowedPattern: {name} is not supported")


def _ahead(argument: Any, text: str, places: Places) -> Places:
    return frozenset(at for at in places if _looks(argument, text, at))


def _not_ahead(argument: Any, text: str, places: Places) -> Places:
    return frozenset(at for at in places if not _looks(argument, text, at))


def _looks(argument: Any, text: str, at: int) -> bool:
    direction, parts = argument
    if direction < 0:
        raise TemplateFormatError("AllowedPattern: lookbehind is not supported")
    return bool(_after(parts, text, frozenset((at,))))


_STEPS: dict[str, Callable[[Any, str, Places], Places]] = {
    "LITERAL": _one(lambda wanted, char: ord(char) == wanted),
    "NOT_LITERAL": _one(lambda wanted, char: ord(char) != wanted),
    "ANY": _one(lambda _wanted, char: char != "\n"),
    "IN": _one(_in_class),
    "BRANCH": _branch,
    "SUBPATTERN": _group,
    "MAX_REPEAT": _repeat,
    "MIN_REPEAT": _repeat,
    "AT": _anchor,
    "ASSERT": _ahead,
    "ASSERT_NOT": _not_ahead,
}
