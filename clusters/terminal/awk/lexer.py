"""An awk program's words."""

from __future__ import annotations

from typing import NamedTuple

from clusters.terminal.awk.syntax import AwkError
from clusters.terminal.shell.dollars import DIGITS, LETTERS
from clusters.terminal.shell.escapes import ansi

OPERATORS = (
    "&&", "||", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=", "%=", "^=", "++", "--",
    "!~", ">>", "+", "-", "*", "/", "%", "^", "<", ">", "!", "~", "?", ":", "=", ",", ";",
    "{", "}", "(", ")", "[", "]", "$", "|",
)  # fmt: skip
VALUES = frozenset(("number", "text", "name", "pattern"))


class Token(NamedTuple):
    """`kind` is number, text, name, pattern, line, end or an operator."""

    kind: str
    text: str = ""


def tokens(source: str) -> list[Token]:
    """All words. Raises AwkError."""
    found: list[Token] = []
    at = 0
    while at < len(source):
        char = source[at]
        if char in " \t\r":
            at += 1
        elif source.startswith("\\\n", at):
            at += 2
        elif char == "#":
            end = source.find("\n", at)
            at = len(source) if end < 0 else end
        else:
            token, at = _token(source, at, found)
            found.append(token)
    return [*found, Token("end")]


def _token(source: str, at: int, found: list[Token]) -> tuple[Token, int]:
    char = source[at]
    if char == "\n":
        return Token("line"), at + 1
    if char in LETTERS:
        end = _while(source, at, LETTERS | DIGITS)
        return Token("name", source[at:end]), end
    if char in DIGITS or (char == "." and source[at + 1 : at + 2] in tuple(DIGITS)):
        end = _while(source, at, DIGITS | {"."})
        power = end + 2 if source[end + 1 : end + 2] in ("-", "+") else end + 1
        if source[end : end + 1] in ("e", "E") and source[power : power + 1] in tuple(
            DIGITS
        ):
            end = _while(source, power, DIGITS)
        return Token("number", source[at:end]), end
    if char == '"':
        return _quoted(source, at + 1, '"', "text")
    if char == "/" and not _is_value(found):
        return _quoted(source, at + 1, "/", "pattern")
    operator = next((one for one in OPERATORS if source.startswith(one, at)), "")
    if not operator:
        raise AwkError(f"syntax error at source line 1 near {source[at : at + 10]}")
    return Token(operator), at + len(operator)


def _is_value(found: list[Token]) -> bool:
    """Whether a value stands before, which a slash would divide."""
    return bool(found) and (
        found[-1].kind in VALUES or found[-1].kind in (")", "]", "$")
    )


def _while(source: str, at: int, known: frozenset[str] | set[str]) -> int:
    while at < len(source) and source[at] in known:
        at += 1
    return at


def _quoted(source: str, at: int, sign: str, kind: str) -> tuple[Token, int]:
    begin = at
    while source[at : at + 1] not in (sign, "\n", ""):
        at += 2 if source[at] == "\\" else 1
    if source[at : at + 1] != sign:
        what = "string" if kind == "text" else "regexp"
        raise AwkError(f"unterminated {what} {source[begin : begin + 20]}...")
    inner = source[begin:at]
    if kind == "pattern":
        return Token(kind, inner.replace("\\/", "/")), at + 1
    return Token(kind, ansi(inner.replace("\\/", "/"))), at + 1
