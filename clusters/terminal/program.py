"""Programs: what a word that is typed runs.

A program is a generator of text. What it yields goes to standard output, or to the
next program of a pipe; `Err` goes to standard error, past the pipe. It ends with 0 by
returning and with another code by raising `Exit`. Pipes are pulled from their end, so
a program that is no longer read ends at its `yield`, and nothing needs a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from clusters.sim.registry import Registry
from clusters.terminal.session import Session


class Err(str):
    """Text for standard error."""

    __slots__ = ()


class Exit(Exception):
    """The end of a program with a code; `text` goes to standard error before it."""

    def __init__(self, code: int = 1, text: str = "") -> None:
        super().__init__(text or f"exit {code}")
        self.code = code
        self.text = text


@dataclass
class Call:
    """One run of a program: its words, what it reads, and for whom it acts."""

    name: str
    args: list[str]
    session: Session
    stdin: Iterator[str] | None = None
    """What is piped in, in pieces of any length; None where nothing is."""
    variables: dict[str, str] = field(default_factory=dict)
    """The environment: the session's variables, and those written before the word."""
    screen: bool = False
    """Whether what it prints goes to the page, and not to a pipe or a file."""

    def typed(self) -> str:
        """All that is piped in; empty where nothing is."""
        return "".join(self.stdin or ())

    def lines(self) -> Iterator[str]:
        """What is piped in, line by line as it comes, without line ends."""
        rest = ""
        for piece in self.stdin or ():
            *whole, rest = (rest + piece).split("\n")
            yield from whole
        if rest:
            yield rest


Program: TypeAlias = Callable[[Call], Iterator[str]]
programs: Registry[Program] = Registry("clusters.terminal.programs")


def program(*names: str) -> Callable[[Program], Program]:
    """Make a generator function the program that these words run."""

    def register(run: Program) -> Program:
        for name in names:
            programs.add(name, run)
        return run

    return register
