"""From tokens to the syntax tree, one line after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from clusters.terminal.shell.compounds import COMPOUNDS
from clusters.terminal.shell.dollars import is_name
from clusters.terminal.shell.lexer import END, Check, Lexer, Token
from clusters.terminal.shell.syntax import (
    Assignment,
    Calculation,
    Command,
    Function,
    Group,
    NotHere,
    Pipeline,
    Redirect,
    Redirected,
    Script,
    ShellError,
    Simple,
    Text,
    Unfinished,
    Word,
)

REDIRECTS = frozenset(
    (">", ">>", "<", ">&", "<&", "&>", "&>>", ">|", "<<<", "<<", "<<-")
)
CLOSING = frozenset(("then", "do", "done", "fi", "elif", "else", "esac", "}", "in"))
BACKGROUND = (
    "background jobs (&) are not in this terminal yet; run it without `&', and what "
    "runs on (-w, -f) in a second terminal tab"
)
MOST_ALIASES = 100
MOST_STAGES = 40


class Parser:
    """One token ahead of what is parsed."""

    def __init__(self, lexer: Lexer, aliases: Mapping[str, str]) -> None:
        self.lexer = lexer
        self.aliases = aliases
        self.spliced = 0
        self.token = lexer.next()

    def line(self) -> Script | None:
        """The commands of the next line; None at the end of the text."""
        self.skip_lines()
        if self.token.operator == END:
            return None
        return self.script(frozenset(("\n", END)))

    def script(self, ends: frozenset[str]) -> Script:
        """Pipelines up to one of these operators or words, which is not taken."""
        items: list[tuple[str, Pipeline]] = []
        joint = ";"
        while True:
            if "\n" not in ends:
                self.skip_lines()
            if joint == ";" and self.stands(ends):
                return Script(tuple(items))
            items.append((joint, self.pipeline()))
            joint = self._joint(ends)

    def _joint(self, ends: frozenset[str]) -> str:
        operator = self.token.operator
        if operator in ("&&", "||"):
            self.take()
            self.skip_lines()
            return operator
        if operator == "&":
            raise NotHere(BACKGROUND)
        if operator == ";" or (operator == "\n" and "\n" not in ends):
            self.take()
        elif not self.stands(ends):
            raise self.unexpected()
        return ";"

    def stands(self, ends: frozenset[str]) -> bool:
        """Whether the next token is one of these."""
        return (self.token.operator or self.token.plain) in ends

    def stands_at(self, operator: str) -> bool:
        """Whether the next token is this operator."""
        return self.token.operator == operator

    def skip_lines(self) -> None:
        while self.token.operator == "\n":
            self.take()

    def take(self) -> Token:
        token, self.token = self.token, self.lexer.next()
        return token

    def expect(self, what: str) -> None:
        """Take this operator or word. Raises ShellError where another stands."""
        if (self.token.operator or self.token.plain) != what:
            raise self.unexpected()
        self.take()

    def unexpected(self) -> ShellError:
        """What bash says of the token that stands here."""
        if self.token.operator == END:
            return Unfinished("syntax error: unexpected end of file")
        shown = {"\n": "newline", "": self.shown(self.token)}
        name = shown.get(self.token.operator, self.token.operator)
        return ShellError(f"syntax error near unexpected token `{name}'")

    def shown(self, token: Token) -> str:
        """A word as it was typed."""
        return self.lexer.text[token.start : self.lexer.at].strip()[:80]

    def nested(self, ends: frozenset[str]) -> Script:
        """The commands inside of something, which must be there."""
        self.lexer.deeper()
        found = self.script(ends)
        self.lexer.depth -= 1
        if not found.items:
            raise self.unexpected()
        return found

    def pipeline(self) -> Pipeline:
        negated = timed = False
        while self.token.plain in ("!", "time"):
            timed = self.take().plain == "time" or timed
            negated = not timed or negated
        commands = [self.command()]
        while self.token.operator in ("|", "|&"):
            if self.take().operator == "|&":
                both = Redirect(2, ">&", (Text("1"),))
                commands[-1] = Redirected(commands[-1], (both,))
            self.skip_lines()
            commands.append(self.command())
            if len(commands) > MOST_STAGES:
                raise ShellError(f"a pipe of more than {MOST_STAGES} programs")
        return Pipeline(tuple(commands), negated, timed)

    def command(self) -> Command:
        self._splice_aliases()
        compound: Callable[[Parser], Command] | None = COMPOUNDS.get(self.token.plain)
        if compound is not None:
            return self._with_redirects(compound(self))
        if self.token.operator == "(":
            return self._with_redirects(self._brackets())
        if self.token.plain in CLOSING:
            raise self.unexpected()
        return self._simple()

    def _splice_aliases(self) -> None:
        """Put an alias's text in the place of its name."""
        seen: set[str] = set()
        while (name := self.token.plain) in self.aliases and name not in seen:
            seen.add(name)
            self.spliced += 1
            if self.spliced > MOST_ALIASES:
                raise ShellError(f"alias {name}: it leads to itself", 1)
            text, start = self.lexer.text, self.token.start
            end = start + len(name)
            self.lexer.text = text[:start] + self.aliases[name] + text[end:]
            self.lexer.at = start
            self.token = self.lexer.next()

    def _brackets(self) -> Command:
        self.lexer.at = self.token.start
        calculated = self.lexer.calculation()
        if calculated is not None:
            self.take()
            return Calculation(calculated)
        self.lexer.at = self.token.start + 1
        self.take()
        body = self.nested(frozenset(")"))
        self.expect(")")
        return Group(body, apart=True)

    def _with_redirects(self, command: Command) -> Command:
        redirects = []
        while self.token.operator in REDIRECTS:
            redirects.append(self._redirect())
        return Redirected(command, tuple(redirects)) if redirects else command

    def _simple(self) -> Command:
        assignments: list[Assignment] = []
        words: list[Word] = []
        redirects: list[Redirect] = []
        while True:
            if self.token.operator in REDIRECTS:
                redirects.append(self._redirect())
            elif self.token.operator:
                break
            elif not words and (assigned := assignment(self.token.word)):
                self.take()
                assignments.append(assigned)
            else:
                name = self.token.plain
                words.append(self.take().word)
                if len(words) == 1 and name and self.stands_at("("):
                    return self.function(name)
        if not (assignments or words or redirects):
            raise self.unexpected()
        return Simple(tuple(assignments), tuple(words), tuple(redirects))

    def function(self, name: str) -> Command:
        """`name () { …; }`, from the bracket on, which may be left out."""
        if self.token.operator == "(":
            self.take()
            self.expect(")")
        self.skip_lines()
        start, documents = self.token.start, self.lexer.documents
        if self.token.plain not in COMPOUNDS and self.token.operator != "(":
            raise self.unexpected()
        self.command()
        if self.lexer.documents != documents:
            raise NotHere(
                "a here-document inside a function is not in this terminal yet"
            )
        return Function(name, self.lexer.text[start : self.token.start].strip())

    def _redirect(self) -> Redirect:
        token = self.take()
        if self.token.operator:
            raise self.unexpected()
        word = self.token.word
        if token.operator.startswith("<<") and token.operator != "<<<":
            body = self._document(word, tabs=token.operator == "<<-")
            self.take()
            return Redirect(0, "<<", body)
        self.take()
        stream = token.stream
        if stream < 0:
            stream = 0 if token.operator.startswith("<") else 1
        return Redirect(stream, token.operator, word)

    def _document(self, word: Word, *, tabs: bool) -> Word:
        end = "".join(part.text for part in word if isinstance(part, Text))
        literal = any(not isinstance(part, Text) or part.quoted for part in word)
        return self.lexer.document(end, literal=literal, tabs=tabs)


def assignment(word: Word) -> Assignment | None:
    """The assignment that a word is, or None."""
    first = word[0] if word else None
    if not isinstance(first, Text) or first.quoted:
        return None
    name, sign, value = first.text.partition("=")
    more = name.endswith("+")
    name = name.removesuffix("+")
    if not sign or not is_name(name):
        return None
    rest = (Text(value), *word[1:]) if value else word[1:]
    return Assignment(name, rest, more)


def _unchecked() -> None:
    """Where nobody waits."""


def lexed(text: str, aliases: Mapping[str, str], check: Check = _unchecked) -> Parser:
    """A parser at the beginning of a text; `check` is called on the way.

    Raises ShellError.
    """

    missing = Unfinished("unexpected EOF while looking for matching `)'")

    def script(lexer: Lexer) -> Script:
        inner = Parser(lexer, aliases)
        try:
            found = inner.script(frozenset(")"))
        except Unfinished:
            if inner.stands_at(END):
                raise missing from None
            raise
        if not inner.stands_at(")"):
            raise missing
        return found

    return Parser(Lexer(text, script, check), aliases)


def whole(text: str) -> bool:
    """Whether a text ends where a command may end: nothing is missing behind it."""
    try:
        parser = lexed(text, {})
        while parser.line() is not None:
            pass
    except Unfinished:
        return False
    except ShellError:
        return True
    return not text.endswith("\\") or text.endswith("\\\\")


__all__ = ["Parser", "assignment", "lexed", "whole"]
