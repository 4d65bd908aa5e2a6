"""The syntax tree of a command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


class ShellError(Exception):
    """What bash says to a line that it cannot run; `code` is the line's."""

    def __init__(self, text: str, code: int = 2) -> None:
        super().__init__(text)
        self.code = code


class Unfinished(ShellError):
    """The line ends in the middle of something: a quote, a loop, a here-document."""


class NotHere(ShellError):
    """Something of bash that this terminal does not have; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Text:
    """Letters as they were typed. Quoted ones are no pattern."""

    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """`$x`, `${x:-word}`: the sign says what is done with the value."""

    name: str
    sign: str = ""
    word: Word = ()
    other: Word = ()
    """What a replacement puts in, the length of a part."""
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Substitution:
    """`$(…)`; from `<(…)` the output becomes a file, whose name the word is."""

    script: Script
    quoted: bool = False
    as_file: bool = False


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`$((…))`."""

    expression: Word
    quoted: bool = False


Part: TypeAlias = Text | Parameter | Substitution | Arithmetic
Word: TypeAlias = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Redirect:
    """`2> file`: which stream, how, and where to. Of a here-document: its text."""

    stream: int
    sign: str
    target: Word


@dataclass(frozen=True, slots=True)
class Assignment:
    """`name=word`; with `more`, `name+=word`."""

    name: str
    word: Word
    more: bool = False


@dataclass(frozen=True, slots=True)
class Simple:
    assignments: tuple[Assignment, ...]
    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True, slots=True)
class Pipeline:
    commands: tuple[Command, ...]
    negated: bool = False
    timed: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """Pipelines, each with what stands before it: `;`, `&&` or `||`."""

    items: tuple[tuple[str, Pipeline], ...] = ()


@dataclass(frozen=True, slots=True)
class If:
    branches: tuple[tuple[Script, Script], ...]
    otherwise: Script | None


@dataclass(frozen=True, slots=True)
class While:
    condition: Script
    body: Script
    until: bool


@dataclass(frozen=True, slots=True)
class For:
    """`words` is None where the arguments are gone through."""

    name: str
    words: tuple[Word, ...] | None
    body: Script


@dataclass(frozen=True, slots=True)
class Case:
    word: Word
    branches: tuple[tuple[tuple[Word, ...], Script], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """`{ …; }`, and `( … )`, whose changes stay inside."""

    body: Script
    apart: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """`[[ … ]]`: its words, and where operators stand among them."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Calculation:
    """`(( … ))`."""

    expression: Word


@dataclass(frozen=True, slots=True)
class Function:
    """A function's definition; its text is kept for later lines."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Redirected:
    """A compound command with redirections behind it."""

    command: Command
    redirects: tuple[Redirect, ...]


Command: TypeAlias = (
    Simple
    | If
    | While
    | For
    | Case
    | Group
    | Condition
    | Calculation
    | Function
    | Redirected
)
