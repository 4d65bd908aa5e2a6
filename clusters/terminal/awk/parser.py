"""From words to an awk program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from clusters.terminal.awk.lexer import Token, tokens
from clusters.terminal.awk.syntax import (
    Assign,
    AwkError,
    Binary,
    Block,
    Called,
    Choice,
    Column,
    Constant,
    Each,
    End,
    Entry,
    Expression,
    If,
    Name,
    Pattern,
    Print,
    Rule,
    Statement,
    Unary,
)
from clusters.terminal.awk.values import number
from clusters.terminal.gnu import patterns
from clusters.terminal.gnu.patterns import BadPattern

FUNCTIONS = (
    "length",
    "substr",
    "toupper",
    "tolower",
    "int",
    "index",
    "sprintf",
    "split",
    "gsub",
    "sub",
)
NOT_HERE = (
    "while",
    "do",
    "function",
    "func",
    "getline",
    "delete",
    "system",
    "close",
    "match",
    "printf(",
    "nextfile",
    "srand",
    "rand",
)
ASSIGNING = ("=", "+=", "-=", "*=", "/=", "%=", "^=")
LEVELS = (("||",), ("&&",), ("~", "!~"), ("<", "<=", "==", "!=", ">", ">="))
BEGINS_VALUE = frozenset(
    ("number", "text", "name", "pattern", "$", "(", "!", "-", "+", "++", "--")
)
DEEPEST = 30


def parsed(source: str) -> list[Rule]:
    """The rules of a program. Raises AwkError."""
    return _Parser(tokens(source)).rules()


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.at = 0
        self.depth = 0
        self.printing = False
        """In a print's values, where > is no comparison."""

    def here(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.here()
        self.at += token.kind != "end"
        return token

    def wrong(self) -> AwkError:
        token = self.here()
        shown = {"end": "end of the program", "line": "the end of the line"}
        near = shown.get(token.kind, token.text or token.kind)
        return AwkError(f"syntax error at source line 1 near {near}")

    def expect(self, kind: str) -> None:
        if self.here().kind != kind:
            raise self.wrong()
        self.take()

    def skip(self, *kinds: str) -> None:
        while self.here().kind in kinds:
            self.take()

    def rules(self) -> list[Rule]:
        found = []
        self.skip("line", ";")
        while self.here().kind != "end":
            found.append(self._rule())
            self.skip("line", ";")
        return found

    def _rule(self) -> Rule:
        if self.here() == Token("name", "function"):
            raise AwkError("functions of your own are not in this terminal yet")
        when, first, second = "line", None, None
        if self.here().text in ("BEGIN", "END") and self.here().kind == "name":
            when = self.take().text
        elif self.here().kind != "{":
            first = self.expression()
            if self.here().kind == ",":
                self.take()
                second = self.expression()
        body = self._block() if self.here().kind == "{" else None
        if body is None and when != "line":
            raise self.wrong()
        return Rule(when, first, second, body)

    def _block(self) -> Block:
        self.expect("{")
        found: list[Statement] = []
        self.skip("line", ";")
        while self.here().kind != "}":
            found += self._statement()
            if self.here().kind not in (";", "line", "}"):
                raise self.wrong()
            self.skip("line", ";")
        self.take()
        return tuple(found)

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise AwkError(f"more than {DEEPEST} brackets in each other")

    def _body(self) -> Block:
        self._deeper()
        self.skip("line")
        body = self._block() if self.here().kind == "{" else self._statement()
        self.depth -= 1
        return body

    def _statement(self) -> Block:
        word = self.here().text if self.here().kind == "name" else ""
        if word in NOT_HERE:
            raise AwkError(
                f"`{word}' is not in this terminal yet; pipe into another program"
            )
        special: dict[str, Callable[[], Statement]] = {
            "print": self._print, "printf": self._print, "if": self._if, "for": self._each,
            "next": self._end, "exit": self._end,
        }  # fmt: skip
        if word in special:
            return (special[word](),)
        if self.here().kind == "{":
            return self._body()
        return (self.expression(),)

    def _print(self) -> Statement:
        formatted = self.take().text == "printf"
        self.printing = True
        values: tuple[Expression, ...] = ()
        if self.here().kind not in (";", "line", "}", ">", ">>", "|", "end"):
            values = self._values()
        self.printing = False
        if self.here().kind in (">", ">>", "|"):
            raise AwkError(
                "print into files and pipes is not in this terminal yet; use the shell's"
            )
        if formatted and not values:
            raise self.wrong()
        return Print(values, formatted)

    def _values(self) -> tuple[Expression, ...]:
        """Values of a print: brackets around all of them may stand."""
        found = [self.expression()]
        while self.here().kind == ",":
            self.take()
            self.skip("line")
            found.append(self.expression())
        only = found[0] if len(found) == 1 else None
        if isinstance(only, Called) and only.name == "":
            return only.args
        return tuple(found)

    def _if(self) -> Statement:
        self.take()
        self.expect("(")
        condition = self.expression()
        self.expect(")")
        first, other = self._body(), ()
        mark = self.at
        self.skip("line", ";")
        if self.here() == Token("name", "else"):
            self.take()
            return If(condition, first, self._body())
        self.at = mark
        return If(condition, first, other)

    def _each(self) -> Statement:
        self.take()
        self.expect("(")
        name, word, array = self.take(), self.take(), self.take()
        if (name.kind, word, array.kind, self.here().kind) != (
            "name",
            Token("name", "in"),
            "name",
            ")",
        ):
            raise AwkError("of `for', only `for (key in array)' is in this terminal")
        self.take()
        return Each(name.text, array.text, self._body())

    def _end(self) -> Statement:
        word = self.take().text
        code = None
        if word == "exit" and self.here().kind in BEGINS_VALUE:
            code = self.expression()
        return End(word, code)

    def expression(self) -> Expression:
        self._deeper()
        found = self._choice()
        sign = self.here().kind
        if sign in ASSIGNING:
            if not isinstance(found, (Name, Entry, Column)):
                raise self.wrong()
            self.take()
            found = Assign(found, sign[:-1], self.expression())
        self.depth -= 1
        return found

    def _choice(self) -> Expression:
        found = self._level(0)
        if self.here().kind != "?":
            return found
        self.take()
        first = self.expression()
        self.expect(":")
        return Choice(found, first, self.expression())

    def _level(self, level: int) -> Expression:
        if level == len(LEVELS):
            return self._joined()
        left = self._level(level + 1)
        while self.here().kind in LEVELS[level] and not (
            self.printing and self.here().kind == ">"
        ):
            sign = self.take().kind
            self.skip("line")
            left = Binary(sign, left, self._level(level + 1))
        return left

    def _joined(self) -> Expression:
        """Values that stand side by side are joined."""
        left = self._sum()
        while self.here().kind in BEGINS_VALUE - {
            "-",
            "+",
            "pattern",
            "!",
        } and self.here() != Token("name", "in"):
            left = Binary("", left, self._sum())
        return left

    def _sum(self) -> Expression:
        left = self._product()
        while self.here().kind in ("+", "-"):
            left = Binary(self.take().kind, left, self._product())
        return left

    def _product(self) -> Expression:
        left = self._unary()
        while self.here().kind in ("*", "/", "%"):
            left = Binary(self.take().kind, left, self._unary())
        return left

    def _unary(self) -> Expression:
        sign = self.here().kind
        if sign in ("!", "-", "+"):
            self.take()
            self._deeper()
            found = Unary(sign, self._unary())
            self.depth -= 1
            return found
        if sign in ("++", "--"):
            self.take()
            return self._stepped(self._primary(), sign, after=False)
        left = self._primary()
        if self.here().kind in ("++", "--"):
            return self._stepped(left, self.take().kind, after=True)
        if self.here().kind == "^":
            self.take()
            self._deeper()
            left = Binary("^", left, self._unary())
            self.depth -= 1
        return left

    def _stepped(self, target: Expression, sign: str, *, after: bool) -> Expression:
        if not isinstance(target, (Name, Entry, Column)):
            raise self.wrong()
        return Assign(target, sign[0], Constant(1.0), after)

    def _primary(self) -> Expression:
        token = self.take()
        if token.kind == "number":
            return Constant(number(token.text))
        if token.kind == "text":
            return Constant(token.text)
        if token.kind == "pattern":
            return Pattern(compiled(token.text))
        if token.kind == "$":
            self._deeper()
            found = Column(self._primary())
            self.depth -= 1
            return found
        if token.kind == "(":
            return self._brackets()
        if token.kind == "name":
            return self._named(token.text)
        self.at -= token.kind != "end"
        raise self.wrong()

    def _brackets(self) -> Expression:
        outer, self.printing = self.printing, False
        values = [self.expression()]
        while self.here().kind == ",":
            self.take()
            values.append(self.expression())
        self.expect(")")
        self.printing = outer
        return values[0] if len(values) == 1 else Called("", tuple(values))

    def _named(self, name: str) -> Expression:
        if name in NOT_HERE:
            raise AwkError(
                f"`{name}' is not in this terminal yet; pipe into another program"
            )
        if self.here().kind == "[":
            self.take()
            index = self.expression()
            self.expect("]")
            return Entry(name, index)
        if name in FUNCTIONS:
            return self._called(name)
        if self.here().kind == "(":
            raise AwkError(f"`{name}' is not a function in this terminal")
        return Name(name)

    def _called(self, name: str) -> Expression:
        if self.here().kind != "(":
            if name == "length":
                return Called(name, ())
            raise self.wrong()
        self.take()
        outer, self.printing = self.printing, False
        args = []
        while self.here().kind != ")":
            args.append(self.expression())
            if self.here().kind != ")":
                self.expect(",")
        self.take()
        self.printing = outer
        return Called(name, tuple(args))


def compiled(source: str) -> Any:
    """A pattern. Raises AwkError."""
    try:
        return patterns.compiled(patterns.extended(source))
    except BadPattern as bad:
        raise AwkError(f"{bad}: /{source[:40]}/") from None
