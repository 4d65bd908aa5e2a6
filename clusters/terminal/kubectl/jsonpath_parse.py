"""kubectl's own JSONPath, from text to a tree.

A template is a list of blocks. A block is a chain of steps: each takes the values
that the step before it found and answers others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from clusters.terminal.kubectl.jsonpath_scan import Scan, unquoted

KEY = re.compile(r"'([^']*)'")
SLICE = re.compile(r"(-?\d*)(:-?\d*)?(:-?\d*)?")
COMPARED = re.compile(r"([^!<>=]+)([!<>=]+)(.+?)", re.DOTALL)
RELAXED = re.compile(r"\{\.?([^{}]+)\}|\.?([^{}]+)")


class PathError(Exception):
    """What is wrong with a template, or with it and the object together."""


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Value:
    """A number or a truth value that the template itself holds."""

    value: float | bool


@dataclass(frozen=True)
class Field:
    name: str


@dataclass(frozen=True)
class Word:
    """`range`, `end`, or what is neither."""

    word: str


@dataclass(frozen=True)
class Slice:
    start: int | None
    stop: int | None
    step: int | None
    one: bool = False
    """A single index: it stops one behind its start."""


@dataclass(frozen=True)
class Filter:
    left: Chain
    operator: str
    right: Chain


@dataclass(frozen=True)
class Union:
    parts: tuple[Chain, ...]


@dataclass(frozen=True)
class Wild:
    pass


@dataclass(frozen=True)
class Deep:
    """`..`: everything below, and itself."""


Step: TypeAlias = Text | Value | Field | Word | Slice | Filter | Union | Wild | Deep
Chain: TypeAlias = tuple[Step, ...]
Block: TypeAlias = Text | Chain


@lru_cache(maxsize=256)
def parsed(template: str) -> tuple[Block, ...]:
    """The blocks of a template. Raises PathError."""
    try:
        return tuple(_blocks(Scan(template)))
    except RecursionError as error:
        raise PathError("it is nested too deep") from error


def _blocks(scan: Scan) -> list[Block]:
    blocks: list[Block] = []
    while not scan.over:
        before = scan.until("{")
        if before:
            blocks.append(Text(before))
        if scan.take("{"):
            blocks.append(_chain(scan))
    return blocks


def relaxed(path: str) -> str:
    """`.metadata.name`, `metadata.name` or `{.metadata.name}` as a template."""
    if not path:
        return path
    match = RELAXED.fullmatch(path)
    if match is None:
        raise PathError(
            "unexpected path string, expected a 'name1.name2' or '.name1.name2' or "
            "'{name1.name2}' or '{.name1.name2}'"
        )
    return "{." + (match[1] or match[2]) + "}"


def _action(text: str) -> Chain:
    scan = Scan("{" + text + "}")
    scan.take("{")
    return _chain(scan)


def _chain(scan: Scan) -> Chain:
    steps: list[Step] = []
    while not scan.take("}"):
        if scan.take("[?("):
            steps.append(_filter(scan))
        elif scan.take(".."):
            if steps and isinstance(steps[-1], Deep):
                raise PathError("invalid multiple recursive descent")
            steps.append(Deep())
            if scan.at_word():
                steps.append(_field(scan))
        else:
            steps += _step(scan)
    return tuple(steps)


def _step(scan: Scan) -> list[Step]:
    letter = scan.next()
    if letter in ("", "\r", "\n"):
        raise PathError("unclosed action")
    if letter in " @$":
        return []
    if letter == "[":
        return _brackets(scan)
    if letter in "\"'":
        return [Text(_string(scan, letter))]
    if letter == ".":
        return [_field(scan)]
    scan.back()
    if letter in "+-" or letter.isdigit():
        return [_number(scan)]
    if scan.at_word():
        word = scan.word()
        truth = {"true": True, "false": False}
        return [Value(truth[word]) if word in truth else Word(word)]
    raise PathError(f"unrecognized character in action: U+{ord(letter):04X} '{letter}'")


def _field(scan: Scan) -> Step:
    name = scan.field()
    return Wild() if name == "*" else Field(name.replace("\\", ""))


def _number(scan: Scan) -> Step:
    text = scan.number()
    try:
        return Value(int(text))
    except ValueError:
        pass
    try:
        return Value(float(text))
    except ValueError as error:
        raise PathError(f"cannot parse number {text}") from error


def _string(scan: Scan, quote: str) -> str:
    text = scan.string(quote)
    if text is None:
        raise PathError("unterminated quoted string")
    plain = unquoted(text, quote)
    if plain is None:
        raise PathError(f"unquote string {text} error invalid syntax")
    return plain


def _brackets(scan: Scan) -> list[Step]:
    text = scan.brackets()
    if text is None:
        raise PathError("unterminated array")
    if "," in text:
        parts = (_action(f"[{part.strip(' ')}]") for part in text.split(","))
        return [Union(tuple(parts))]
    key = KEY.fullmatch(text)
    if key is not None:
        return list(_action(f".{key[1]}"))
    match = SLICE.fullmatch(":" if text == "*" else text)
    if match is None:
        raise PathError(f"invalid array index {text}")
    return [_slice(*match.groups())]


def _slice(first: str, second: str | None, third: str | None) -> Slice:
    start = _index(first)
    if second is None:
        return Slice(start, (start or 0) + 1, None, one=True)
    return Slice(start, _index(second[1:]), _index(third[1:]) if third else None)


def _index(text: str) -> int | None:
    if not text:
        return None
    try:
        return int(text)
    except ValueError as error:
        raise PathError(f"array index {text} is not a number") from error


def _filter(scan: Scan) -> Filter:
    text = scan.filter()
    if text is None:
        raise PathError("unterminated filter")
    if not scan.take("]"):
        raise PathError("unclosed array expect ]")
    match = COMPARED.fullmatch(text)
    if match is None:
        return Filter(_action(text), "exists", ())
    return Filter(_action(match[1]), match[2], _action(match[3]))
