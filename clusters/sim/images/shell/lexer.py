"""Words and operators of a shell script."""

from __future__ import annotations

import re
from typing import NamedTuple

from clusters.sim.images.shell.syntax import (
    Arithmetic,
    Literal,
    Part,
    Substitution,
    Unsupported,
    Variable,
    Word,
)

OPERATORS = ("&&", "||", ">>", ">&", ";;", ";", "|", "&", "<", ">", "(", ")", "\n")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|[0-9@#?*$!]")
_BRACED = re.compile(r"([A-Za-z_][A-Za-z0-9_]*|[0-9@#?])(?::?-(.*))?", re.DOTALL)


class Token(NamedTuple):
    """An operator, or a word with its parts."""

    operator: str
    word: Word = ()
    glued: int = -1
    """The descriptor written right before a redirection: the 2 of `2>`."""

    @property
    def plain(self) -> str:
        """The text of an unquoted literal word, such as a keyword."""
        if len(self.word) == 1 and isinstance(self.word[0], Literal):
            return "" if self.word[0].quoted else self.word[0].text
        return ""


def tokens(script: str) -> list[Token]:
    """All tokens of a script. Raises Unsupported."""
    return _Lexer(script).all()


class _Lexer:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def all(self) -> list[Token]:
        found: list[Token] = []
        while self.at < len(self.text):
            char = self.text[self.at]
            if char in " \t\r" or self.text.startswith("\\\n", self.at):
                self.at += 1 if char != "\\" else 2
            elif char == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            else:
                found.append(self._token())
        return found

    def _token(self) -> Token:
        descriptor = re.compile(r"[0-9](?=[<>])").match(self.text, self.at)
        if descriptor:
            self.at += 1
            return Token(self._operator(), glued=int(descriptor[0]))
        operator = self._operator()
        return Token(operator) if operator else Token("", self._word())

    def _operator(self) -> str:
        for operator in OPERATORS:
            if self.text.startswith(operator, self.at):
                if self.text.startswith("<<", self.at):
                    raise Unsupported("here-documents")
                self.at += len(operator)
                return operator
        return ""

    def _word(self) -> Word:
        parts: list[Part] = []
        while self.at < len(self.text) and self.text[self.at] not in " \t\r\n;|&<>()":
            char = self.text[self.at]
            if char == "'":
                end = self._find("'", self.at + 1)
                parts.append(Literal(self.text[self.at + 1 : end], quoted=True))
                self.at = end + 1
            elif char == '"':
                self.at += 1
                parts += self._double_quoted()
            elif char in "$`":
                parts.append(self._dollar(quoted=False))
            elif char == "\\":
                parts.append(Literal(self.text[self.at + 1 : self.at + 2], quoted=True))
                self.at += 2
            else:
                parts.append(self._bare())
        return tuple(parts)

    def _bare(self) -> Literal:
        match = re.compile(r"[^\s;|&<>()'\"$`\\]+").match(self.text, self.at)
        text = match[0] if match else self.text[self.at]
        self.at += len(text)
        return Literal(text)

    def _double_quoted(self) -> list[Part]:
        parts: list[Part] = []
        text = ""
        while True:
            if self.at >= len(self.text):
                raise Unsupported("an unterminated quoted string")
            char = self.text[self.at]
            if char == '"':
                self.at += 1
                return [*parts, Literal(text, quoted=True)]
            if char in "$`":
                parts.append(Literal(text, quoted=True))
                text = ""
                parts.append(self._dollar(quoted=True))
            elif char == "\\" and self.text[self.at + 1 : self.at + 2] in '$`"\\\n':
                text += self.text[self.at + 1].replace("\n", "")
                self.at += 2
            else:
                text += char
                self.at += 1

    def _dollar(self, *, quoted: bool) -> Part:
        if self.text[self.at] == "`":
            end = self._find("`", self.at + 1)
            script, self.at = self.text[self.at + 1 : end], end + 1
            return Substitution(script, quoted)
        if self.text.startswith("$((", self.at):
            end = self._find("))", self.at)
            inner, self.at = self.text[self.at + 3 : end], end + 2
            return Arithmetic(inner)
        if self.text.startswith("$(", self.at):
            end = self._closing(self.at + 2)
            script, self.at = self.text[self.at + 2 : end], end + 1
            return Substitution(script, quoted)
        if self.text.startswith("${", self.at):
            end = self._find("}", self.at)
            match = _BRACED.fullmatch(self.text[self.at + 2 : end])
            if match is None:
                raise Unsupported(self.text[self.at : end + 1])
            self.at = end + 1
            return Variable(match[1], match[2] or "", quoted)
        name = _NAME.match(self.text, self.at + 1)
        if name is None:
            self.at += 1
            return Literal("$", quoted)
        self.at = name.end()
        return Variable(name[0], "", quoted)

    def _find(self, what: str, start: int) -> int:
        end = self.text.find(what, start)
        if end < 0:
            raise Unsupported(f"a missing {what}")
        return end

    def _closing(self, start: int) -> int:
        depth = 1
        for at in range(start, len(self.text)):
            depth += {"(": 1, ")": -1}.get(self.text[at], 0)
            if not depth:
                return at
        raise Unsupported("a missing )")
