"""What a program reads: the files that are named, or what is piped in."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.files import FileError, resolved
from clusters.terminal.program import Call, Err, Exit

NOWHERE = "/dev/null"
PIECE = 1 << 14
NOTHING_TYPED = "nothing is piped in, and nobody is asked here: name a file, pipe text in, or use <<EOF"


def is_input(name: str) -> bool:
    """Whether a name means what is piped in."""
    return name in ("-", "/dev/stdin")


def text(call: Call, name: str) -> str:
    """All of a file's text. Raises FileError, which names it as it was written."""
    if is_input(name):
        return call.typed()
    if name == NOWHERE:
        return ""
    try:
        return call.session.files.read(resolved(call.session.folder, name))
    except FileError as error:
        raise FileError(name, error.reason) from None


def piped(call: Call) -> Iterator[str]:
    """What is piped in. Raises Exit where nothing is."""
    if call.stdin is None:
        raise Exit(1, f"{call.name}: {NOTHING_TYPED}")
    for piece in call.stdin:
        call.session.check()
        yield piece


def pieces(call: Call, name: str) -> Iterator[str]:
    """A file, or what is piped in, in pieces as they come. Raises FileError."""
    if is_input(name):
        yield from piped(call)
    else:
        whole = text(call, name)
        for at in range(0, len(whole), PIECE):
            call.session.check()
            yield whole[at : at + PIECE]


def lines(call: Call, name: str) -> Iterator[str]:
    """The lines of a file or of what is piped in, as they come; with their ends.

    Raises FileError.
    """
    rest = ""
    for piece in pieces(call, name):
        *whole, rest = (rest + piece).split("\n")
        for line in whole:
            call.session.check()
            yield line + "\n"
    if rest:
        yield rest


class Inputs:
    """The files of a call, one after the other; `code` is 1 once one could not be read."""

    def __init__(
        self,
        call: Call,
        names: list[str],
        *,
        code: int = 1,
        words: str = "{path}: {reason}",
    ) -> None:
        self.call = call
        self.names = names or ["-"]
        self.failing, self.words = code, words
        self.code = 0
        self.errors: list[str] = []

    def each(self) -> Iterator[tuple[str, Iterator[str]]]:
        """Every input that there is: its name and its lines, with their ends."""
        for name in self.names:
            try:
                found = self._there(name)
            except FileError as error:
                self.code = self.failing
                told = self.words.format(path=error.path, reason=error.reason)
                self.errors.append(f"{self.call.name}: {told}\n")
                continue
            if found:
                yield name, lines(self.call, name)

    def _there(self, name: str) -> bool:
        if not is_input(name):
            text(self.call, name)
        return True

    def told(self) -> Iterator[str]:
        """What went wrong since this was last asked."""
        waiting, self.errors = self.errors, []
        for error in waiting:
            yield Err(error)

    def end(self) -> None:
        """Raise Exit if something could not be read."""
        if self.code:
            raise Exit(self.code)
