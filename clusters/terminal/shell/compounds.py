"""Commands made of commands: if, while, for, case, groups, tests, functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from clusters.terminal.shell.dollars import is_name
from clusters.terminal.shell.lexer import END
from clusters.terminal.shell.syntax import (
    Case,
    Command,
    Condition,
    For,
    Group,
    If,
    NotHere,
    Script,
    ShellError,
    Text,
    Unfinished,
    While,
    Word,
)

if TYPE_CHECKING:
    from clusters.terminal.shell.parser import Parser


def conditional(parser: Parser) -> Command:
    branches: list[tuple[Script, Script]] = []
    otherwise: Script | None = None
    while parser.token.plain in ("if", "elif"):
        parser.take()
        condition = parser.nested(frozenset(("then",)))
        parser.expect("then")
        body = parser.nested(frozenset(("elif", "else", "fi")))
        branches.append((condition, body))
    if parser.token.plain == "else":
        parser.take()
        otherwise = parser.nested(frozenset(("fi",)))
    parser.expect("fi")
    return If(tuple(branches), otherwise)


def loop(parser: Parser) -> Command:
    until = parser.take().plain == "until"
    condition = parser.nested(frozenset(("do",)))
    return While(condition, _body(parser), until)


def _body(parser: Parser) -> Script:
    parser.expect("do")
    body = parser.nested(frozenset(("done",)))
    parser.expect("done")
    return body


def each(parser: Parser) -> Command:
    parser.take()
    if parser.token.operator == "(":
        raise NotHere(
            "`for ((…))' is not in this terminal yet; write `for i in {1..5}; do …; done'"
        )
    name = parser.token.plain
    if not is_name(name):
        if parser.token.operator:
            raise parser.unexpected()
        raise ShellError(f"`{parser.shown(parser.token)}': not a valid identifier", 1)
    parser.take()
    words: tuple[Word, ...] | None = None
    parser.skip_lines()
    if parser.token.plain == "in":
        parser.take()
        words = _words(parser)
    if parser.token.operator == ";":
        parser.take()
    parser.skip_lines()
    return For(name, words, _body(parser))


def _words(parser: Parser) -> tuple[Word, ...]:
    found = []
    while not parser.token.operator:
        found.append(parser.take().word)
    return tuple(found)


def case(parser: Parser) -> Command:
    parser.take()
    if parser.token.operator:
        raise parser.unexpected()
    word = parser.take().word
    parser.skip_lines()
    parser.expect("in")
    parser.skip_lines()
    branches: list[tuple[tuple[Word, ...], Script]] = []
    while parser.token.plain != "esac":
        branches.append(_branch(parser))
        parser.skip_lines()
    parser.expect("esac")
    return Case(word, tuple(branches))


def _branch(parser: Parser) -> tuple[tuple[Word, ...], Script]:
    if parser.token.operator == "(":
        parser.take()
    patterns = []
    while True:
        if parser.token.operator:
            raise parser.unexpected()
        patterns.append(parser.take().word)
        if not parser.stands_at("|"):
            break
        parser.take()
    parser.expect(")")
    parser.lexer.deeper()
    body = parser.script(frozenset((";;", "esac")))
    parser.lexer.depth -= 1
    if parser.stands_at(";;"):
        parser.take()
    return tuple(patterns), body


def braces(parser: Parser) -> Command:
    parser.take()
    body = parser.nested(frozenset(("}",)))
    parser.expect("}")
    return Group(body, apart=False)


def condition(parser: Parser) -> Command:
    words: list[Word] = []
    parser.take()
    while parser.token.plain != "]]":
        token = parser.token
        if token.operator in (END, "\n"):
            raise Unfinished("syntax error in conditional expression: missing `]]'")
        words.append((Text(token.operator),) if token.operator else token.word)
        if token.plain == "=~":
            words.append(parser.lexer.pattern())
        parser.take()
    parser.take()
    return Condition(tuple(words))


def function(parser: Parser) -> Command:
    parser.take()
    name = parser.take().plain
    if not name:
        raise parser.unexpected()
    return parser.function(name)


def missing(what: str, instead: str) -> Callable[[Parser], Command]:
    """A keyword of bash that this terminal has not."""

    def refuse(_parser: Parser) -> Command:
        raise NotHere(f"`{what}' is not in this terminal yet; {instead}")

    return refuse


COMPOUNDS: dict[str, Callable[[Parser], Command]] = {
    "if": conditional,
    "while": loop,
    "until": loop,
    "for": each,
    "case": case,
    "{": braces,
    "[[": condition,
    "function": function,
    "select": missing("select", "nothing asks back here: choose with `case' or `if'"),
    "coproc": missing("coproc", "use a pipe"),
}
