"""The syntax tree of an awk program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias


class AwkError(Exception):
    """What is wrong with a program, or not in this terminal."""


@dataclass(frozen=True, slots=True)
class Constant:
    value: float | str


@dataclass(frozen=True, slots=True)
class Pattern:
    """`/…/`."""

    test: Any


@dataclass(frozen=True, slots=True)
class Name:
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """`name[index]`."""

    name: str
    index: Expression


@dataclass(frozen=True, slots=True)
class Column:
    """`$1`."""

    number: Expression


@dataclass(frozen=True, slots=True)
class Unary:
    sign: str
    value: Expression


@dataclass(frozen=True, slots=True)
class Binary:
    """Of two values; the sign "" joins texts."""

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Choice:
    condition: Expression
    first: Expression
    other: Expression


@dataclass(frozen=True, slots=True)
class Assign:
    """`name += value`; `++` and `--` are such with `after` where they stand behind."""

    target: Name | Entry | Column
    sign: str
    value: Expression
    after: bool = False


@dataclass(frozen=True, slots=True)
class Called:
    name: str
    args: tuple[Expression, ...]


Expression: TypeAlias = (
    Constant
    | Pattern
    | Name
    | Entry
    | Column
    | Unary
    | Binary
    | Choice
    | Assign
    | Called
)


@dataclass(frozen=True, slots=True)
class Print:
    values: tuple[Expression, ...]
    formatted: bool


@dataclass(frozen=True, slots=True)
class If:
    condition: Expression
    first: Block
    other: Block


@dataclass(frozen=True, slots=True)
class Each:
    """`for (name in array)`."""

    name: str
    array: str
    body: Block


@dataclass(frozen=True, slots=True)
class End:
    """`next` and `exit`."""

    word: str
    code: Expression | None = None


Statement: TypeAlias = Print | If | Each | End | Expression
Block: TypeAlias = tuple[Statement, ...]


@dataclass(slots=True)
class Rule:
    """`pattern { … }`. `begin` and `end` are the special patterns."""

    when: str
    first: Expression | None
    second: Expression | None
    body: Block | None
    inside: bool = False
