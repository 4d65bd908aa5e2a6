"""From letters to words and operators."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from clusters.terminal.shell.dollars import parameter
from clusters.terminal.shell.escapes import ansi
from clusters.terminal.shell.syntax import (
    Arithmetic,
    NotHere,
    Part,
    Script,
    ShellError,
    Substitution,
    Text,
    Unfinished,
    Word,
)

OPERATORS = (
    "<<<", "<<-", "&>>", "<<", ">>", "&&", "||", ";;", "&>", ">&", "<&", ">|", "|&",
    ";", "|", "&", "<", ">", "(", ")", "\n",
)  # fmt: skip
ENDS_WORD = frozenset(" \t\r\n;|&<>()")
DEEPEST = 30
LONGEST_CALCULATION = 2000
CHECKED_EVERY = 64
"""After so many tokens it is looked whether the line is to end."""
Check = Callable[[], None]
END = "end"


class Token(NamedTuple):
    """An operator, or a word with its parts. `start` is where it was typed."""

    operator: str
    word: Word = ()
    stream: int = -1
    """The number written right before a redirection: the 2 of `2>`."""
    start: int = 0

    @property
    def plain(self) -> str:
        """The letters of a word that nothing is quoted in; keywords are such."""
        if len(self.word) == 1 and isinstance(self.word[0], Text):
            return "" if self.word[0].quoted else self.word[0].text
        return ""


class Lexer:
    """A place in a text. Substitutions are parsed on the way, by `script`."""

    def __init__(
        self, text: str, script: Callable[[Lexer], Script], check: Check
    ) -> None:
        self.text = text
        self.at = 0
        self.script = script
        self.check = check
        self.taken = 0
        self.depth = 0
        self.documents = 0

    def next(self) -> Token:
        """The next token; at the end, one whose operator is END."""
        self.taken += 1
        if self.taken % CHECKED_EVERY == 1:
            self.check()
        self._skip()
        start = self.at
        if start >= len(self.text):
            return Token(END, start=start)
        stream = self._stream()
        if self.text.startswith(("<(", ">("), self.at):
            return Token("", (self._process(),), start=start)
        operator = self._operator()
        if operator:
            return Token(operator, stream=stream, start=start)
        return Token("", self.word(), start=start)

    def deeper(self) -> None:
        """Count one more thing inside another. Raises ShellError."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise ShellError(f"nested more than {DEEPEST} deep: write it in steps")

    def word(self) -> Word:
        """The parts of a word that begins here."""
        parts: list[Part] = []
        while self.at < len(self.text) and self.text[self.at] not in ENDS_WORD:
            parts += self.parts()
        return tuple(parts)

    def parts(self) -> list[Part]:
        """The next part outside of quotes; double quotes may hold several."""
        char = self.text[self.at]
        if char == "'":
            return [Text(self._single(), quoted=True)]
        if char == '"':
            self.at += 1
            return self.until('"', quoted=True) or [Text("", quoted=True)]
        if char in "$`":
            return self._dollar(quoted=False)
        if char == "\\":
            return self._backslash()
        return [self._bare()]

    def until(self, ends: str, *, quoted: bool) -> list[Part]:
        """Parts up to one of these letters, which is passed by."""
        self.deeper()
        parts: list[Part] = []
        while True:
            if self.at >= len(self.text):
                raise Unfinished(
                    f"unexpected EOF while looking for matching `{ends[-1]}'"
                )
            if self.text[self.at] in ends:
                self.at += 1
                self.depth -= 1
                return parts
            parts += self._inner() if quoted else self.parts_until(ends)

    def parts_until(self, ends: str) -> list[Part]:
        """As `parts`, where blanks and operators are only letters: in `${…}`."""
        char = self.text[self.at]
        if char in "'\"$`\\":
            return self.parts()
        begin = self.at
        while self.at < len(self.text) and self.text[self.at] not in f"'\"$`\\{ends}":
            self.at += 1
        return [Text(self.text[begin : self.at])]

    def whole(self) -> Word:
        """All of the text as if between double quotes: a here-document's."""
        parts: list[Part] = []
        while self.at < len(self.text):
            parts += self._inner()
        return tuple(parts)

    def _inner(self) -> list[Part]:
        """The next part between double quotes."""
        char = self.text[self.at]
        if char in "$`":
            return self._dollar(quoted=True)
        escaped = self.text[self.at + 1 : self.at + 2]
        if char == "\\" and escaped and escaped in '$`"\\\n':
            self.at += 2
            return [Text(escaped.replace("\n", ""), quoted=True)]
        begin = self.at
        self.at += 1
        while self.at < len(self.text) and self.text[self.at] not in '$`"\\}/':
            self.at += 1
        return [Text(self.text[begin : self.at], quoted=True)]

    def pattern(self) -> Word:
        """The word behind `=~`, in which brackets and bars are only letters."""
        while self.text[self.at : self.at + 1] in (" ", "\t"):
            self.at += 1
        parts: list[Part] = []
        while self.at < len(self.text) and self.text[self.at] not in " \t\n":
            parts += self.parts_until(" \t\n")
        return tuple(parts)

    def _skip(self) -> None:
        while self.at < len(self.text):
            if self.text[self.at] in " \t\r":
                self.at += 1
            elif self.text.startswith("\\\n", self.at):
                self.at += 2
            elif self.text[self.at] == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            else:
                return

    def _stream(self) -> int:
        here = self.text[self.at]
        if here in "0123456789" and self.text[self.at + 1 : self.at + 2] in ("<", ">"):
            self.at += 1
            return int(here)
        return -1

    def _operator(self) -> str:
        for operator in OPERATORS:
            if self.text.startswith(operator, self.at):
                self.at += len(operator)
                return operator
        return ""

    def _single(self) -> str:
        end = self.text.find("'", self.at + 1)
        if end < 0:
            raise Unfinished("unexpected EOF while looking for matching `''")
        text, self.at = self.text[self.at + 1 : end], end + 1
        return text

    def _backslash(self) -> list[Part]:
        letter = self.text[self.at + 1 : self.at + 2]
        self.at += 2
        if letter == "\n":
            return []
        return [Text(letter or "\\", quoted=True)]

    def _bare(self) -> Text:
        begin = self.at
        while self.at < len(self.text) and not (
            self.text[self.at] in ENDS_WORD or self.text[self.at] in "'\"$`\\"
        ):
            self.at += 1
        return Text(self.text[begin : self.at])

    def _dollar(self, *, quoted: bool) -> list[Part]:
        """What begins with a dollar sign or a backtick."""
        rest = self.text[self.at : self.at + 3]
        if rest.startswith("`"):
            return [self._backticks(quoted=quoted)]
        if rest == "$((" and (end := self._calculation()) >= 0:
            inner, self.at = self.text[self.at + 3 : end], end + 2
            return [Arithmetic(self._within(inner).whole(), quoted)]
        if rest.startswith("$("):
            self.at += 2
            return [Substitution(self._nested(), quoted)]
        if not quoted and rest.startswith("$'"):
            return [Text(self._ansi(), quoted=True)]
        if not quoted and rest.startswith('$"'):
            self.at += 2
            return self.until('"', quoted=True)
        return [parameter(self, quoted=quoted)]

    def _nested(self) -> Script:
        self.deeper()
        script = self.script(self)
        self.depth -= 1
        return script

    def _process(self) -> Substitution:
        if self.text[self.at] == ">":
            raise NotHere("`>( )' is not in this terminal yet; use a pipe")
        self.at += 2
        return Substitution(self._nested(), as_file=True)

    def _within(self, inner: str) -> Lexer:
        """A lexer for a piece of this text, as deep as this one."""
        self.deeper()
        lexer = Lexer(inner, self.script, self.check)
        lexer.depth = self.depth
        self.depth -= 1
        return lexer

    def _backticks(self, *, quoted: bool) -> Part:
        begin = at = self.at + 1
        while self.text[at : at + 1] != "`":
            if at >= len(self.text):
                raise Unfinished("unexpected EOF while looking for matching ``'")
            at += 2 if self.text[at] == "\\" else 1
        inner, self.at = self.text[begin:at], at + 1
        for letter in "\\`$":
            inner = inner.replace("\\" + letter, letter)
        return Substitution(self.script(self._within(inner + "\n)")), quoted)

    def _ansi(self) -> str:
        """`$'…'`, with the escapes of C."""
        begin = at = self.at + 2
        while self.text[at : at + 1] != "'":
            if at >= len(self.text):
                raise Unfinished("unexpected EOF while looking for matching `''")
            at += 2 if self.text[at] == "\\" else 1
        self.at = at + 1
        return ansi(self.text[begin:at])

    def _calculation(self) -> int:
        """Where the `))` of `$((` or `((` is; -1 where it is another thing."""
        depth, at = 0, self.text.index("((", self.at) + 2
        while at < min(len(self.text), self.at + LONGEST_CALCULATION):
            if self.text[at] == ")" and depth == 0:
                return at if self.text.startswith("))", at) else -1
            depth += {"(": 1, ")": -1}.get(self.text[at], 0)
            at += 1
        return -1

    def calculation(self) -> Word | None:
        """The inside of `((…))` that begins here, or None where it is no such."""
        if not self.text.startswith("((", self.at):
            return None
        end = self._calculation()
        if end < 0:
            return None
        inner, self.at = self.text[self.at + 2 : end], end + 2
        return self._within(inner).whole()

    def document(self, end: str, *, literal: bool, tabs: bool) -> Word:
        """Take a here-document out of the lines behind this one."""
        line = self.text.find("\n", self.at)
        begin = at = line + 1 if line >= 0 else len(self.text)
        kept: list[str] = []
        while at < len(self.text):
            stop = self.text.find("\n", at)
            stop = len(self.text) if stop < 0 else stop
            found = self.text[at:stop].lstrip("\t") if tabs else self.text[at:stop]
            at = stop + 1
            if found.rstrip("\r") == end:
                self.text = self.text[:begin] + self.text[at:]
                self.documents += 1
                text = "".join(f"{one}\n" for one in kept)
                return (Text(text, quoted=True),) if literal else self._body(text)
            kept.append(found)
        raise Unfinished(f"here-document delimited by end-of-file (wanted `{end}')")

    def _body(self, text: str) -> Word:
        return self._within(text).whole()
