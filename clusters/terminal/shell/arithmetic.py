"""`$((…))`: whole numbers of 64 bits, the operators and the assignments of C."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from clusters.terminal.shell.dollars import DIGITS, LETTERS, is_name
from clusters.terminal.shell.state import State
from clusters.terminal.shell.syntax import ShellError

OPERATORS = (
    "<<=", ">>=", "**", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "++", "--",
    "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=",
    "+", "-", "*", "/", "%", "<", ">", "&", "|", "^", "!", "~", "?", ":", "(", ")", "=", ",",
)  # fmt: skip
ASSIGNING = ("=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=")
STRENGTH = {
    "||": 1, "&&": 2, "|": 3, "^": 4, "&": 5, "==": 6, "!=": 6, "<": 7, ">": 7,
    "<=": 7, ">=": 7, "<<": 8, ">>": 8, "+": 9, "-": 9, "*": 10, "/": 10, "%": 10, "**": 11,
}  # fmt: skip
STEPS = {"++": 1, "--": -1}
LONGEST = 2000
DEEPEST = 40
"""Brackets in brackets, and variables that hold expressions."""


def wrapped(number: int) -> int:
    """A number as 64 bits hold it."""
    return (number + (1 << 63)) % (1 << 64) - (1 << 63)


def _divided(left: int, right: int) -> int:
    if right == 0:
        raise ZeroDivisionError
    found = abs(left) // abs(right)
    return found if (left < 0) == (right < 0) else -found


def _power(left: int, right: int) -> int:
    if right < 0:
        raise ShellError("exponent less than 0", 1)
    return pow(left, right, 1 << 64)


COMPUTE: dict[str, Callable[[int, int], int]] = {
    "|": lambda a, b: a | b,
    "^": lambda a, b: a ^ b,
    "&": lambda a, b: a & b,
    "==": lambda a, b: int(a == b),
    "!=": lambda a, b: int(a != b),
    "<": lambda a, b: int(a < b),
    ">": lambda a, b: int(a > b),
    "<=": lambda a, b: int(a <= b),
    ">=": lambda a, b: int(a >= b),
    "<<": lambda a, b: a << (b % 64),
    ">>": lambda a, b: a >> (b % 64),
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": _divided,
    "%": lambda a, b: a - b * _divided(a, b),
    "**": _power,
    "||": lambda a, b: int(bool(a or b)),
    "&&": lambda a, b: int(bool(a and b)),
}


def calculated(state: State, text: str, depth: int = 0) -> int:
    """The value of an expression. Raises ShellError."""
    if len(text) > LONGEST or depth > DEEPEST:
        raise ShellError(f"{text[:40]}: expression recursion level exceeded", 1)
    reader = _Reader(state, text, depth)
    try:
        found = reader.comma() if reader.tokens else 0
    except ZeroDivisionError:
        raise ShellError(
            f'{text.strip()}: division by 0 (error token is "0")', 1
        ) from None
    if reader.at < len(reader.tokens):
        raise reader.wrong()
    return found


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        end = at
        while end < len(text) and (
            text[end] in LETTERS or text[end] in DIGITS or text[end] == "#"
        ):
            end += 1
        if end == at:
            operator = next((o for o in OPERATORS if text.startswith(o, at)), text[at])
            end += len(operator)
        found.append(text[at:end])
        at = end
    return found


class _Reader:
    """One expression; `quiet` while a side of && || ?: does not count."""

    def __init__(self, state: State, text: str, depth: int) -> None:
        self.state = state
        self.text = text
        self.tokens = _tokens(text)
        self.at = 0
        self.depth = depth
        self.quiet = 0

    def here(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.here()
        self.at += 1
        return token

    def wrong(self) -> ShellError:
        rest = " ".join(self.tokens[self.at :])
        what = "operand expected" if not rest else "syntax error in expression"
        return ShellError(f'{self.text.strip()}: {what} (error token is "{rest}")', 1)

    def comma(self) -> int:
        found = self.assignment()
        while self.here() == ",":
            self.take()
            found = self.assignment()
        return found

    def assignment(self) -> int:
        name = self.here()
        sign = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else ""
        if not is_name(name) or sign not in ASSIGNING:
            return self.choice()
        self.at += 2
        right = self._deeper(self.assignment)
        if sign == "=":
            return self._assign(name, right)
        return self._assign(name, self._compute(sign[:-1], self._value(name), right))

    def choice(self) -> int:
        found = self.binary(1)
        if self.here() != "?":
            return found
        self.take()
        first = self._counted(self.assignment, counts=bool(found))
        if self.take() != ":":
            raise self.wrong()
        other = self._counted(self.assignment, counts=not found)
        return first if found else other

    def binary(self, strength: int) -> int:
        left = self.unary()
        while STRENGTH.get(self.here(), 0) >= strength:
            sign = self.take()
            counts = not ((sign == "&&" and not left) or (sign == "||" and left))
            after = STRENGTH[sign] + (sign != "**")
            right = self._counted(partial(self.binary, after), counts=counts)
            left = self._compute(sign, left, right)
        return left

    def _compute(self, sign: str, left: int, right: int) -> int:
        if self.quiet and sign in "/%":
            return 0
        return wrapped(COMPUTE[sign](left, right))

    def _counted(self, read: Callable[[], int], *, counts: bool) -> int:
        self.quiet += not counts
        found = self._deeper(read)
        self.quiet -= not counts
        return found

    def _deeper(self, read: Callable[[], int]) -> int:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ShellError(
                f"{self.text[:40]}: expression recursion level exceeded", 1
            )
        found = read()
        self.depth -= 1
        return found

    def unary(self) -> int:
        sign = self.here()
        if sign in ("-", "+", "!", "~"):
            self.take()
            found = self._deeper(self.unary)
            signs = {"-": -found, "+": found, "!": int(not found), "~": ~found}
            return wrapped(signs[sign])
        if sign in STEPS:
            self.take()
            name = self._name()
            return self._assign(name, wrapped(self._value(name) + STEPS[sign]))
        return self.operand()

    def operand(self) -> int:
        begin = self.here()
        if begin == "(":
            self.take()
            found = self._deeper(self.comma)
            if self.take() != ")":
                raise self.wrong()
            return found
        if begin and begin[0] in DIGITS:
            return _number(self.take())
        name = self._name()
        found = self._value(name)
        if self.here() in STEPS:
            self._assign(name, wrapped(found + STEPS[self.take()]))
        return found

    def _name(self) -> str:
        if not is_name(self.here()):
            raise self.wrong()
        return self.take()

    def _value(self, name: str) -> int:
        text = self.state.variables.get(name) or "0"
        digits = text.removeprefix("-")
        if digits.isascii() and digits.isdigit() and not digits.startswith("0"):
            return wrapped(int(text)) if len(digits) < LONGEST else 0
        return calculated(self.state, text, self.depth + 1)

    def _assign(self, name: str, number: int) -> int:
        if not self.quiet:
            self.state.variables.set(name, str(number))
        return number


def _number(text: str) -> int:
    base, hash_sign, digits = text.partition("#")
    try:
        if hash_sign:
            return wrapped(int(digits, int(base)))
        if text[:2] in ("0x", "0X"):
            return wrapped(int(text, 16))
        return wrapped(int(text, 8) if text.startswith("0") else int(text))
    except ValueError:
        raise ShellError(
            f'{text}: value too great for base (error token is "{text}")', 1
        ) from None
