"""A shell at work: what one command leaves to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from clusters.terminal.program import Err
from clusters.terminal.session import Session
from clusters.terminal.shell.syntax import Script, ShellError
from clusters.terminal.shell.variables import Variables

DEEPEST = 60


class Leave(Exception):
    """`exit`: the shell that runs these commands ends."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Return(Leave):
    """`return`: the function ends."""


class Jump(Exception):
    """`break` and `continue`, out of so many loops."""

    def __init__(self, *, out: bool, loops: int) -> None:
        super().__init__()
        self.out = out
        self.loops = loops


@dataclass
class State:
    """What commands of one shell share. A subshell has a copy: `apart`."""

    session: Session
    variables: Variables
    run: Callable[[State, Script, Input | None], Iterator[str]]
    """The evaluator, for substitutions."""
    args: list[str] = field(default_factory=list)
    name: str = "bash"
    """What `$0` is."""
    last: str = ""
    """The last word of the last command: `$_`."""
    screen: bool = False
    """Whether what is printed goes to the page, and not to a pipe or a file."""
    options: set[str] = field(default_factory=set)
    """Of `set`: errexit, nounset, xtrace, pipefail."""
    status: int = 0
    answered: int | None = None
    """The code of the last substitution: that of a line that only assigns."""
    loops: int = 0
    depth: int = 0
    lenient: int = 0
    """Inside so many conditions, where a failure is an answer and ends nothing."""
    aside: list[Err] = field(default_factory=list)
    """What substitutions said on standard error, until somebody can print it."""
    locals: list[dict[str, str | None]] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    """Names of files that `<(…)` made for the command under way."""

    def apart(self) -> State:
        """A subshell: it begins with all of this, and changes nothing of it."""
        session = replace(self.session, variables=dict(self.session.variables))
        return replace(
            self,
            session=session,
            variables=Variables(session),
            args=list(self.args),
            options=set(self.options),
            locals=[],
            loops=0,
        )

    def deeper(self) -> None:
        """Count one more list of commands inside another. Raises ShellError."""
        if self.depth >= DEEPEST:
            raise ShellError(f"commands more than {DEEPEST} deep in each other", 1)
        self.depth += 1

    def flushed(self) -> list[Err]:
        """What waits to be printed on standard error; it waits no longer."""
        waiting = list(self.aside)
        self.aside.clear()
        return waiting

    def captured(self, script: Script) -> str:
        """What a substitution prints, without the line ends behind it."""
        self.session.check()
        inner = self.apart()
        inner.screen = False
        pieces: list[str] = []
        try:
            for piece in self.run(inner, script, None):
                if isinstance(piece, Err):
                    self.aside.append(piece)
                else:
                    self.session.limits.took(len(piece))
                    pieces.append(piece)
        except Leave as leave:
            inner.status = leave.code
        self.answered = inner.status
        return "".join(pieces).replace("\0", "").rstrip("\n")


class Input(Iterator[str]):
    """What a command reads. `aside` takes what the writer says on standard error."""

    def __init__(self, pieces: Iterator[str], state: State) -> None:
        self.pieces = pieces
        self.state = state
        self.begun = False
        self.text = ""
        self.at = 0

    def __next__(self) -> str:
        if self.at < len(self.text):
            rest, self.at = self.text[self.at :], len(self.text)
            return rest
        self.begun = True
        for piece in self.pieces:
            if isinstance(piece, Err):
                self.state.aside.append(piece)
            elif piece:
                self.state.session.limits.took(len(piece))
                return piece
        raise StopIteration

    def line(self) -> str | None:
        """The next line with its end, for `read`; None at the end of all."""
        found: list[str] = []
        while True:
            if self.at >= len(self.text):
                self.text, self.at = next(self, ""), 0
            end = self.text.find("\n", self.at) + 1
            begin, self.at = self.at, end or len(self.text)
            found.append(self.text[begin : self.at])
            if end or not self.text:
                return "".join(found) or None

    def leave(self) -> None:
        """Nobody reads on. A writer that never began runs until it first writes."""
        close = getattr(self.pieces, "close", None)
        if not self.begun:
            next(self, None)
        if close is not None:
            close()
