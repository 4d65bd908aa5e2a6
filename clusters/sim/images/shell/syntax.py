"""The syntax tree of the mini shell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


class Unsupported(Exception):
    """The script uses something of the shell that is not simulated."""


@dataclass(frozen=True)
class Literal:
    text: str
    quoted: bool = False


@dataclass(frozen=True)
class Variable:
    """`$NAME`, `${NAME:-default}`."""

    name: str
    default: str = ""
    quoted: bool = False


@dataclass(frozen=True)
class Substitution:
    """`$(script)`."""

    script: str
    quoted: bool = False


@dataclass(frozen=True)
class Arithmetic:
    """`$((expression))`."""

    expression: str


Part: TypeAlias = Literal | Variable | Substitution | Arithmetic
Word: TypeAlias = tuple[Part, ...]


@dataclass(frozen=True)
class Redirect:
    """`> file`, `>> file`, `2>&1`, `< file`."""

    descriptor: int
    operator: str
    target: Word


@dataclass(frozen=True)
class Simple:
    assignments: tuple[tuple[str, Word], ...]
    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True)
class Pipeline:
    commands: tuple[Command, ...]
    negated: bool


@dataclass(frozen=True)
class Chain:
    """Pipelines joined by `;`, `&&` and `||`; each with the operator before it."""

    items: tuple[tuple[str, Pipeline], ...]


@dataclass(frozen=True)
class If:
    branches: tuple[tuple[Chain, Chain], ...]
    otherwise: Chain | None


@dataclass(frozen=True)
class Loop:
    condition: Chain
    body: Chain
    until: bool


@dataclass(frozen=True)
class For:
    name: str
    words: tuple[Word, ...]
    body: Chain


@dataclass(frozen=True)
class Group:
    body: Chain
    redirects: tuple[Redirect, ...]


Command: TypeAlias = Simple | If | Loop | For | Group
