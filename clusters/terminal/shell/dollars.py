"""`$name` and `${name…}`: from letters to a Parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusters.terminal.shell.syntax import (
    NotHere,
    Parameter,
    Part,
    ShellError,
    Text,
    Unfinished,
    Word,
)

if TYPE_CHECKING:
    from clusters.terminal.shell.lexer import Lexer

SPECIAL = "?#@*!$-0123456789"
SIGNS = (
    ":-", ":=", ":?", ":+", "##", "%%", "//", "/#", "/%", "^^", ",,",
    "-", "=", "?", "+", "#", "%", "/", ":", "^", ",",
)  # fmt: skip
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
DIGITS = frozenset("0123456789")


def is_name(text: str) -> bool:
    """Whether a variable can be called so."""
    return bool(text) and text[0] in LETTERS and set(text) <= LETTERS | DIGITS


def parameter(lexer: Lexer, *, quoted: bool) -> Part:
    """The parameter that begins at a dollar sign, or the sign itself."""
    if lexer.text.startswith("${", lexer.at):
        return _braced(lexer, quoted=quoted)
    lexer.at += 1
    name = _name(lexer)
    if not name:
        return Text("$", quoted=True)
    return Parameter(name, quoted=quoted)


def _name(lexer: Lexer) -> str:
    begin = lexer.at
    text = lexer.text
    if begin < len(text) and text[begin] in LETTERS:
        while lexer.at < len(text) and text[lexer.at] in LETTERS | DIGITS:
            lexer.at += 1
    elif begin < len(text) and text[begin] in SPECIAL:
        lexer.at += 1
    return text[begin : lexer.at]


def _braced(lexer: Lexer, *, quoted: bool) -> Part:
    start = lexer.at
    lexer.at += 2
    before = lexer.text[lexer.at : lexer.at + 1]
    before = before if before in ("#", "!") and _names_follow(lexer) else ""
    lexer.at += len(before)
    name = _name(lexer)
    while name.isdigit() and lexer.text[lexer.at : lexer.at + 1] in DIGITS:
        name += lexer.text[lexer.at]
        lexer.at += 1
    if lexer.at >= len(lexer.text):
        raise Unfinished("unexpected EOF while looking for matching `}'")
    if lexer.text[lexer.at] == "[":
        raise NotHere(
            "arrays are not in this terminal yet; use one variable for each value"
        )
    if not name:
        raise ShellError(f"{_shown(lexer, start)}: bad substitution", 1)
    if lexer.text[lexer.at] == "}":
        lexer.at += 1
        return Parameter(
            name, {"#": "length", "!": "named"}.get(before, ""), quoted=quoted
        )
    if before:
        raise ShellError(f"{_shown(lexer, start)}: bad substitution", 1)
    return _with_sign(lexer, start, name, quoted=quoted)


def _names_follow(lexer: Lexer) -> bool:
    after = lexer.text[lexer.at + 1 : lexer.at + 2]
    return bool(after) and (after in LETTERS or after in "@*0123456789")


def _with_sign(lexer: Lexer, start: int, name: str, *, quoted: bool) -> Part:
    sign = next((one for one in SIGNS if lexer.text.startswith(one, lexer.at)), "")
    if not sign:
        raise ShellError(f"{_shown(lexer, start)}: bad substitution", 1)
    lexer.at += len(sign)
    if sign[0] in "/:" and sign not in (":-", ":=", ":?", ":+"):
        return _two_parts(lexer, name, sign, quoted=quoted)
    patterned = sign in ("#", "##", "%", "%%")
    word = tuple(lexer.until("}", quoted=quoted and not patterned))
    return Parameter(name, sign, word, quoted=quoted)


def _two_parts(lexer: Lexer, name: str, sign: str, *, quoted: bool) -> Part:
    """`${x/pattern/text}` and `${x:from:length}`."""
    joint = "/" if sign[0] == "/" else ":"
    word = tuple(lexer.until(joint + "}", quoted=False))
    other: Word = ()
    if lexer.text[lexer.at - 1] == joint:
        other = tuple(lexer.until("}", quoted=quoted)) or (Text(""),)
    return Parameter(name, sign, word, other, quoted)


def _shown(lexer: Lexer, start: int) -> str:
    end = lexer.text.find("}", start)
    return lexer.text[start : end + 1 if end >= 0 else start + 40]
