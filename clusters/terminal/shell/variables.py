"""Variables, functions and aliases of a terminal, all in the dictionary that is kept.

What programs may see stands under its name. What only the shell knows has a mark
before its name: `%` a variable that is not exported, `(` a function, `&` an alias.
"""

from __future__ import annotations

import posixpath
import secrets
import time
from collections.abc import Callable, Iterator

from clusters.callers.wall import now
from clusters.terminal.files import HOME
from clusters.terminal.session import LAPTOP, Session
from clusters.terminal.shell.syntax import ShellError

SHELL_ONLY, FUNCTION, ALIAS = "%", "(", "&"
MARKS = (SHELL_ONLY, FUNCTION, ALIAS)
MOST_LETTERS = 120_000
BLANKS = " \t\n"


def user(session: Session) -> str:
    """Who one is where one stands."""
    return "learner" if session.place == LAPTOP else "ec2-user"


SET_ALREADY: dict[str, Callable[[Session], str]] = {
    "HOME": lambda _: HOME,
    "LANG": lambda _: "C.UTF-8",
    "LOGNAME": user,
    "PATH": lambda _: "/usr/local/bin:/usr/bin:/bin",
    "PWD": lambda session: session.folder,
    "SHELL": lambda _: "/bin/bash",
    "SHLVL": lambda _: "1",
    "TERM": lambda _: "dumb",
    "USER": user,
}
COMPUTED: dict[str, Callable[[Session], str]] = {
    "COLUMNS": lambda session: str(session.columns),
    "EPOCHSECONDS": lambda _: str(int(now())),
    "IFS": lambda _: BLANKS,
    "RANDOM": lambda _: str(secrets.randbelow(1 << 15)),
    "SECONDS": lambda session: str(int(time.monotonic() - session.limits.began)),
}


class Variables:
    """The names that a shell knows."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.kept = session.variables
        self.letters = sum(len(n) + len(v) for n, v in self.kept.items())

    def get(self, name: str) -> str | None:
        """A variable's value; None where it is not set."""
        for known in (name, SHELL_ONLY + name):
            if known in self.kept:
                return self.kept[known]
        standing = SET_ALREADY.get(name) or COMPUTED.get(name)
        return standing(self.session) if standing else None

    def set(self, name: str, value: str) -> None:
        """Give a variable a value; it stays exported or not. Raises ShellError."""
        exported = name in self.kept or name in SET_ALREADY
        self._keep(name if exported else SHELL_ONLY + name, value)

    def export(self, name: str) -> None:
        """Let programs see a variable, if it is set."""
        if SHELL_ONLY + name in self.kept:
            self._keep(name, self._drop(SHELL_ONLY + name))

    def hide(self, name: str) -> None:
        """Let programs no longer see a variable."""
        if name in self.kept:
            self._keep(SHELL_ONLY + name, self._drop(name))

    def unset(self, name: str) -> None:
        for known in (name, SHELL_ONLY + name):
            if known in self.kept:
                self._drop(known)

    def environment(self) -> dict[str, str]:
        """What programs see."""
        standing = {name: value(self.session) for name, value in SET_ALREADY.items()}
        return standing | {
            name: value for name, value in self.kept.items() if name[0] not in MARKS
        }

    def all(self) -> Iterator[tuple[str, str]]:
        """Every variable, exported or not, by name."""
        found = self.environment()
        found |= dict(self.marked(SHELL_ONLY))
        yield from sorted(found.items())

    def marked(self, mark: str) -> Iterator[tuple[str, str]]:
        """The names with a mark, without it: functions, aliases."""
        for name, value in sorted(self.kept.items()):
            if name.startswith(mark):
                yield name[1:], value

    def find(self, mark: str, name: str) -> str | None:
        return self.kept.get(mark + name)

    def mark(self, mark: str, name: str, value: str) -> None:
        """Keep a function or an alias. Raises ShellError."""
        self._keep(mark + name, value)

    def unmark(self, mark: str, name: str) -> bool:
        """Forget one; whether it was there."""
        if mark + name not in self.kept:
            return False
        self._drop(mark + name)
        return True

    def _keep(self, name: str, value: str) -> None:
        grown = len(value) - len(self.kept[name]) if name in self.kept else None
        grown = len(name) + len(value) if grown is None else grown
        if self.letters + grown > MOST_LETTERS:
            raise ShellError(
                "variables, functions and aliases may hold 120,000 letters together: unset some, or use a file",
                1,
            )
        self.letters += grown
        self.kept[name] = value

    def _drop(self, name: str) -> str:
        value = self.kept.pop(name)
        self.letters -= len(name) + len(value)
        return value


def enter(session: Session, variables: Variables, folder: str) -> None:
    """Stand in another folder."""
    variables.set("OLDPWD", session.folder)
    variables.export("OLDPWD")
    session.folder = posixpath.normpath(folder)
