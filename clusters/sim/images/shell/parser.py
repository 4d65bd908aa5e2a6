"""From tokens to the syntax tree."""

from __future__ import annotations

import re
from functools import lru_cache

from clusters.sim.images.shell.lexer import Token, tokens
from clusters.sim.images.shell.syntax import (
    Chain,
    Command,
    For,
    Group,
    If,
    Literal,
    Loop,
    Pipeline,
    Redirect,
    Simple,
    Unsupported,
    Word,
)

REDIRECTS = (">", ">>", "<", ">&")
SEPARATORS = (";", "\n")
NOT_SIMULATED = ("case", "function", "select")
_ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=(.*)", re.DOTALL)


@lru_cache(maxsize=512)
def parse(script: str) -> Chain:
    """The tree of a script. Raises Unsupported for what is not simulated."""
    reader = _Parser(tokens(script))
    found = reader.chain(())
    if not reader.done():
        raise Unsupported(reader.here().plain or reader.here().operator)
    return found


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.at = 0

    def done(self) -> bool:
        return self.at >= len(self.tokens)

    def here(self) -> Token:
        return Token("") if self.done() else self.tokens[self.at]

    def chain(self, ends: tuple[str, ...]) -> Chain:
        """Pipelines up to one of the closing words."""
        items: list[tuple[str, Pipeline]] = []
        operator = ";"
        while True:
            self._skip_separators()
            token = self.here()
            if (
                self.done()
                or token.plain in ends
                or (token.operator and token.operator in ends)
            ):
                return Chain(tuple(items))
            items.append((operator, self._pipeline()))
            operator = ";"
            if self.here().operator in {"&&", "||"}:
                operator = self._take().operator
            elif self.here().operator == "&":
                raise Unsupported("background jobs (&)")

    def _skip_separators(self) -> None:
        while self.here().operator in SEPARATORS:
            self.at += 1

    def _take(self) -> Token:
        token = self.here()
        self.at += 1
        return token

    def _expect(self, word: str) -> None:
        token = self._take()
        if word not in {token.plain, token.operator}:
            raise Unsupported(f"a missing {word}")

    def _pipeline(self) -> Pipeline:
        negated = self.here().plain == "!"
        if negated:
            self.at += 1
        commands = [self._command()]
        while self.here().operator == "|":
            self.at += 1
            self._skip_separators()
            commands.append(self._command())
        return Pipeline(tuple(commands), negated)

    def _command(self) -> Command:
        token = self.here()
        match token.plain:
            case "if":
                return self._if()
            case "while" | "until":
                return self._loop()
            case "for":
                return self._for()
            case "{":
                return self._group("}")
            case word if word in NOT_SIMULATED:
                raise Unsupported(word)
        if token.operator == "(":
            return self._group(")")
        return self._simple()

    def _if(self) -> If:
        branches = []
        otherwise = None
        while True:
            self.at += 1
            condition = self.chain(("then",))
            self._expect("then")
            branches.append((condition, self.chain(("elif", "else", "fi"))))
            if self.here().plain != "elif":
                break
        if self.here().plain == "else":
            self.at += 1
            otherwise = self.chain(("fi",))
        self._expect("fi")
        return If(tuple(branches), otherwise)

    def _loop(self) -> Loop:
        until = self._take().plain == "until"
        condition = self.chain(("do",))
        self._expect("do")
        body = self.chain(("done",))
        self._expect("done")
        return Loop(condition, body, until)

    def _for(self) -> For:
        self.at += 1
        name = self._take().plain
        words: list[Word] = []
        self._skip_separators()
        if self.here().plain == "in":
            self.at += 1
            while not self.here().operator and not self.done():
                words.append(self._take().word)
        self._skip_separators()
        self._expect("do")
        body = self.chain(("done",))
        self._expect("done")
        return For(name, tuple(words), body)

    def _group(self, end: str) -> Group:
        self.at += 1
        body = self.chain((end,))
        self._expect(end)
        redirects = []
        while self.here().operator in REDIRECTS:
            redirects.append(self._redirect())
        return Group(body, tuple(redirects))

    def _simple(self) -> Simple:
        assignments: list[tuple[str, Word]] = []
        words: list[Word] = []
        redirects: list[Redirect] = []
        while not self.done():
            token = self.here()
            if token.operator in REDIRECTS:
                redirects.append(self._redirect())
            elif token.operator:
                break
            else:
                assigned = None if words else _assignment(token.word)
                self.at += 1
                if assigned:
                    assignments.append(assigned)
                else:
                    words.append(token.word)
        if not words and not assignments and not redirects:
            raise Unsupported(self.here().operator or "an empty command")
        if self.here().operator == "(":
            raise Unsupported("functions")
        return Simple(tuple(assignments), tuple(words), tuple(redirects))

    def _redirect(self) -> Redirect:
        token = self._take()
        default = 0 if token.operator == "<" else 1
        descriptor = token.glued if token.glued >= 0 else default
        return Redirect(descriptor, token.operator, self._take().word)


def _assignment(word: Word) -> tuple[str, Word] | None:
    first = word[0]
    if not isinstance(first, Literal) or first.quoted:
        return None
    match = _ASSIGNMENT.fullmatch(first.text)
    if match is None:
        return None
    return match[1], (Literal(match[2], quoted=True), *word[1:])
