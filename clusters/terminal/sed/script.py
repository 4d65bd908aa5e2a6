"""From a sed script's text to its commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from clusters.terminal.gnu import patterns
from clusters.terminal.gnu.patterns import BadPattern
from clusters.terminal.program import Exit
from clusters.terminal.shell.escapes import ansi

MOST_COMMANDS = 500
PLAIN = "dpDPqQ=nNhHgGxlFz"
TEXTS = "aic"


@dataclass(frozen=True)
class Address:
    """`5`, `$`, `/pattern/`, `first~step`, `+count`."""

    number: int = 0
    last: bool = False
    test: Any = None
    step: int = 0
    count: int = -1


@dataclass
class Command:
    """One command and the lines that it is for."""

    name: str
    first: Address | None = None
    second: Address | None = None
    negated: bool = False
    test: Any = None
    new: list[str | int] = field(default_factory=list)
    """What a substitution puts in: texts, and numbers of groups."""
    flags: str = ""
    nth: int = 1
    text: str = ""
    table: dict[str, str] = field(default_factory=dict)
    code: int = 0
    body: list[Command] = field(default_factory=list)
    inside: bool = False
    """Whether the line before was between the two addresses."""
    until: int = 0


def parsed(text: str, *, extended: bool) -> list[Command]:
    """The commands of a script. Raises Exit with GNU's words."""
    reader = _Reader(text, extended=extended)
    found = reader.commands(0)
    if reader.here():
        raise reader.wrong("unexpected `}'")
    return found


class _Reader:
    def __init__(self, text: str, *, extended: bool) -> None:
        self.text = text
        self.at = 0
        self.extended = extended
        self.count = 0
        self.latest: Any = None

    def here(self) -> str:
        return self.text[self.at : self.at + 1]

    def wrong(self, what: str) -> Exit:
        return Exit(
            1, f"sed: -e expression #1, char {min(self.at, len(self.text))}: {what}"
        )

    def commands(self, depth: int) -> list[Command]:
        found: list[Command] = []
        while True:
            self._blanks(" \t\n;")
            if not self.here() or self.here() == "}":
                return found
            if self.here() == "#":
                self._line()
                continue
            self.count += 1
            if self.count > MOST_COMMANDS or depth > len("nested"):
                raise self.wrong("too many commands")
            found.append(self._command(depth))

    def _blanks(self, which: str = " \t") -> None:
        while self.here() and self.here() in which:
            self.at += 1

    def _command(self, depth: int) -> Command:
        first = self._address()
        second = None
        self._blanks()
        if first is not None and self.here() == ",":
            self.at += 1
            self._blanks()
            second = self._address()
            if second is None:
                raise self.wrong("unexpected `,'")
        self._blanks()
        negated = self.here() == "!"
        self.at += negated
        self._blanks()
        name = self.here()
        self.at += 1
        if not name:
            raise self.wrong("missing command")
        made = Command(name, first, second, negated)
        self._rest(made, depth)
        return made

    def _rest(self, made: Command, depth: int) -> None:
        """What follows a command's letter."""
        special: dict[str, Callable[[], None]] = {
            "s": lambda: self._substitution(made),
            "y": lambda: self._table(made),
            "{": lambda: self._group(made, depth),
            **dict.fromkeys(TEXTS, lambda: self._added(made)),
        }
        if made.name in special:
            special[made.name]()
        elif made.name in PLAIN:
            self._blanks()
            made.code = self._number() if made.name in "qQ" else 0
        elif made.name in "rRwWebtT:":
            raise self.wrong(f"the command `{made.name}' is not in this terminal yet")
        else:
            raise self.wrong(f"unknown command: `{made.name}'")
        self._blanks()
        ends = ("", ";", "\n", "}", "#")
        if made.name not in "{" + TEXTS and self.here() not in ends:
            raise self.wrong("extra characters after command")

    def _group(self, made: Command, depth: int) -> None:
        made.body = self.commands(depth + 1)
        if self.here() != "}":
            raise self.wrong("unmatched `{'")
        self.at += 1

    def _number(self) -> int:
        begin = self.at
        while (
            self.here()
            and self.here() in "0123456789"
            and self.at < begin + len("123456789")
        ):
            self.at += 1
        return int(self.text[begin : self.at] or 0)

    def _line(self) -> str:
        end = self.text.find("\n", self.at)
        end = len(self.text) if end < 0 else end
        line, self.at = self.text[self.at : end], end
        return line

    def _address(self) -> Address | None:
        char = self.here()
        if char and char in "0123456789":
            number = self._number()
            if self.here() == "~":
                self.at += 1
                return Address(number, step=self._number() or 1)
            return Address(number)
        if char == "+":
            self.at += 1
            return Address(count=self._number())
        if char == "$":
            self.at += 1
            return Address(last=True)
        if char in ("/", "\\"):
            self.at += char == "\\"
            return Address(
                test=self._pattern(self._delimited(self.here()), self._flags("IM"))
            )
        return None

    def _delimited(self, sign: str) -> str:
        """The text up to the next sign, which is passed by; `\\sign` is the sign."""
        if not sign or sign in "\n\\":
            raise self.wrong("unterminated address regex")
        self.at += 1
        pieces: list[str] = []
        bracket = False
        while self.here() != sign or bracket:
            if not self.here():
                raise self.wrong(UNTERMINATED)
            if self.here() == "\\" and self.at + 1 < len(self.text):
                after = self.text[self.at + 1]
                pieces.append(
                    after if after == sign and sign not in "|+?(){}" else "\\" + after
                )
                self.at += 2
                continue
            bracket = self._in_bracket(bracket=bracket)
            pieces.append(self.here())
            self.at += 1
        self.at += 1
        return "".join(pieces)

    def _in_bracket(self, *, bracket: bool) -> bool:
        """Whether `[…]` is open behind this letter, where a sign ends nothing."""
        if self.here() == "[" and not bracket:
            return "]" in self.text[self.at + 2 :]
        return bracket and self.here() != "]"

    def _flags(self, known: str) -> str:
        begin = self.at
        while self.here() and self.here() in known:
            self.at += 1
        return self.text[begin : self.at]

    def _pattern(self, source: str, flags: str = "") -> Any:
        if not source:
            if self.latest is None:
                raise self.wrong("no previous regular expression")
            return self.latest
        try:
            spelt = (
                patterns.extended(source) if self.extended else patterns.basic(source)
            )
            self.latest = patterns.compiled(spelt, ignore_case="I" in flags.upper())
        except BadPattern as bad:
            raise self.wrong(str(bad)) from None
        return self.latest

    def _substitution(self, made: Command) -> None:
        sign = self.here()
        source = self._delimited(sign)
        self.at -= 1
        made.new = _replacement(self._delimited(sign))
        flags = self._flags("gpiImM0123456789we")
        if set(flags) & set("we"):
            raise self.wrong("the flags `w' and `e' of `s' are not in this terminal")
        digits = "".join(char for char in flags if char.isdecimal())[:6]
        made.nth = int(digits) if digits else 1
        if made.nth == 0:
            raise self.wrong("number option to `s' command may not be zero")
        made.flags = flags
        made.test = self._pattern(source, flags)
        most = max((part for part in made.new if isinstance(part, int)), default=0)
        if most > made.test.groups:
            raise self.wrong(f"invalid reference \\{most} on `s' command's RHS")

    def _table(self, made: Command) -> None:
        sign = self.here()
        first = ansi(self._delimited(sign))
        self.at -= 1
        second = ansi(self._delimited(sign))
        if len(first) != len(second):
            raise self.wrong("strings for `y' command are different lengths")
        made.table = dict(zip(first, second, strict=True))

    def _added(self, made: Command) -> None:
        self._blanks()
        if self.here() == "\\":
            self.at += 1
            self._blanks()
            self.at += self.here() == "\n"
        made.text = self._line()
        while made.text.endswith("\\") and self.here():
            self.at += 1
            made.text = made.text[:-1] + "\n" + self._line()
        if not made.text:
            raise self.wrong("expected \\ after `a', `c' or `i'")


UNTERMINATED = "unterminated `s' command"


def _replacement(text: str) -> list[str | int]:
    """A replacement's texts and groups; 0 is all that fitted."""
    parts: list[str | int] = []
    at = 0
    while at < len(text):
        char, after = text[at], text[at + 1 : at + 2]
        if char == "&":
            parts.append(0)
            at += 1
        elif char == "\\" and after:
            parts.append(int(after) if after in "0123456789" else _letter(after))
            at += 2
        else:
            end = at + 1
            while end < len(text) and text[end] not in "&\\":
                end += 1
            parts.append(text[at:end])
            at = end
    return parts


def _letter(char: str) -> str:
    return {"n": "\n", "t": "\t"}.get(char, char)
