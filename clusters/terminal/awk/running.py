"""Running an awk program over lines."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field

from clusters.terminal.awk.parser import compiled
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
    Unary,
)
from clusters.terminal.awk.values import Looks, Value, compared, number, text, true
from clusters.terminal.gnu.formats import filled
from clusters.terminal.session import Session

MOST_COLUMNS = 10_000
MOST_LETTERS = 1 << 20
MOST_ENTRIES = 50_000
ORDERS: dict[str, Callable[[int], bool]] = {
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    "==": lambda order: order == 0,
    "!=": lambda order: order != 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}


class Next(Exception):
    """`next`: this line is done."""


class Ended(Exception):
    """`exit`."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Machine:
    """A program at work."""

    session: Session
    variables: dict[str, Value]
    functions: Mapping[str, Callable[[Machine, tuple[Expression, ...]], Value]]
    arrays: dict[str, dict[str, Value]] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    line: str = ""
    out: list[str] = field(default_factory=list)

    def take(self, line: str) -> None:
        """The next line is in hands."""
        self.variables["NR"] = number(self.variables["NR"]) + 1
        self._split(line)

    def _split(self, line: str) -> None:
        self.line = line
        self.columns = cut(line, text(self.variables["FS"]))
        self.variables["NF"] = float(len(self.columns))

    def column(self, place: int) -> Value:
        if place == 0:
            return Looks(self.line)
        if place < 0 or place > MOST_COLUMNS:
            raise AwkError(f"trying to access out of range field {place}")
        return (
            Looks(self.columns[place - 1]) if place <= len(self.columns) else Looks("")
        )

    def set_column(self, place: int, value: str) -> None:
        if place == 0:
            self._split(value)
            return
        if not 0 < place <= MOST_COLUMNS:
            raise AwkError(f"trying to access out of range field {place}")
        self.columns += [""] * (place - len(self.columns))
        self.columns[place - 1] = value
        self.variables["NF"] = float(len(self.columns))
        self.line = bounded(text(self.variables["OFS"]).join(self.columns))


def bounded(value: str) -> str:
    if len(value) > MOST_LETTERS:
        raise AwkError("a text of more than 1 MiB")
    return value


def cut(line: str, separator: str) -> list[str]:
    """A line's columns."""
    if not line:
        return []
    if separator == " ":
        return line.split()
    if len(separator) == 1:
        return line.split(separator)
    pieces, at = [], 0
    for match in compiled(separator).finditer(line):
        if match.end() > match.start():
            pieces.append(line[at : match.start()])
            at = match.end()
    return [*pieces, line[at:]]


def run(
    machine: Machine, rules: list[Rule], lines: Iterator[str]
) -> Generator[str, None, int]:
    """Print what a program prints; returns its code."""
    code = 0
    try:
        for rule in rules:
            if rule.when == "BEGIN":
                yield from _done(machine, rule.body or ())
        if any(rule.when != "BEGIN" for rule in rules):
            for line in lines:
                machine.session.check()
                machine.take(line.removesuffix("\n"))
                yield from _line(machine, rules)
        for rule in rules:
            if rule.when == "END":
                yield from _done(machine, rule.body or ())
    except Ended as end:
        yield _flushed(machine)
        code = end.code
    return code


def _line(machine: Machine, rules: list[Rule]) -> Iterator[str]:
    try:
        for rule in rules:
            if rule.when == "line" and _chosen(machine, rule):
                if rule.body is None:
                    machine.out.append(machine.line + "\n")
                else:
                    execute(machine, rule.body)
    except Next:
        pass
    yield _flushed(machine)


def _flushed(machine: Machine) -> str:
    found = "".join(machine.out)
    machine.out.clear()
    return found


def _done(machine: Machine, body: Block) -> Iterator[str]:
    execute(machine, body)
    yield _flushed(machine)


def _chosen(machine: Machine, rule: Rule) -> bool:
    if rule.first is None:
        return True
    if rule.second is None:
        return true(value(machine, rule.first))
    if not rule.inside and not true(value(machine, rule.first)):
        return False
    rule.inside = not true(value(machine, rule.second))
    return True


def execute(machine: Machine, body: Block) -> None:
    """Run statements."""
    for statement in body:
        match statement:
            case Print():
                _print(machine, statement)
            case If():
                truth = true(value(machine, statement.condition))
                execute(machine, statement.first if truth else statement.other)
            case Each():
                for key in list(machine.arrays.get(statement.array, {})):
                    machine.session.check()
                    machine.variables[statement.name] = Looks(key)
                    execute(machine, statement.body)
            case End(word="next"):
                raise Next
            case End():
                given = value(machine, statement.code) if statement.code else 0.0
                raise Ended(
                    int(number(given)) % 256 if math.isfinite(number(given)) else 1
                )
            case _:
                value(machine, statement)


def _print(machine: Machine, statement: Print) -> None:
    if statement.formatted:
        shown = formatted(machine, statement.values)
    else:
        values = [text(value(machine, one)) for one in statement.values] or [
            machine.line
        ]
        shown = text(machine.variables["OFS"]).join(values) + text(
            machine.variables["ORS"]
        )
    machine.session.limits.took(len(shown))
    machine.out.append(bounded(shown))


def formatted(machine: Machine, values: tuple[Expression, ...]) -> str:
    """printf's text."""
    form, *others = [text(value(machine, one)) for one in values]
    return bounded("".join(filled(form, others)))


def value(machine: Machine, expression: Expression) -> Value:
    """What an expression comes to. Raises AwkError."""
    match expression:
        case Constant(value=known):
            return known
        case Pattern(test=test):
            return float(bool(test.search(machine.line)))
        case Choice(condition=condition, first=first, other=other):
            return value(machine, first if true(value(machine, condition)) else other)
        case Unary():
            return _signed(expression.sign, value(machine, expression.value))
        case _:
            return _other(machine, expression)


def _other(machine: Machine, expression: Expression) -> Value:
    match expression:
        case Binary():
            return _computed(machine, expression)
        case Assign():
            return _assigned(machine, expression)
        case Called():
            return _called(machine, expression)
        case _:
            return _held(machine, expression)


def _held(machine: Machine, expression: Expression) -> Value:
    """What a variable, a column or an array's entry holds."""
    match expression:
        case Name(name=name):
            return machine.variables.get(name, Looks(""))
        case Column(number=place):
            return machine.column(_place(machine, place))
        case Entry(name=name, index=index):
            key = text(value(machine, index))
            return machine.arrays.get(name, {}).get(key, Looks(""))
    raise AwkError("syntax error")


def _signed(sign: str, inner: Value) -> Value:
    if sign == "!":
        return float(not true(inner))
    return -number(inner) if sign == "-" else number(inner)


def _place(machine: Machine, place: Expression) -> int:
    found = number(value(machine, place))
    return int(found) if math.isfinite(found) else -1


def _computed(machine: Machine, expression: Binary) -> Value:
    sign, left = expression.sign, value(machine, expression.left)
    if sign in ("&&", "||"):
        if true(left) == (sign == "||"):
            return float(sign == "||")
        return float(true(value(machine, expression.right)))
    if sign in ("~", "!~"):
        return float(_fits(machine, left, expression.right) == (sign == "~"))
    right = value(machine, expression.right)
    if sign == "":
        return bounded(text(left) + text(right))
    if sign in ORDERS:
        return float(ORDERS[sign](compared(left, right)))
    return calculated(sign, number(left), number(right))


def _fits(machine: Machine, left: Value, right: Expression) -> bool:
    test = (
        right.test
        if isinstance(right, Pattern)
        else compiled(text(value(machine, right)))
    )
    return test.search(text(left)) is not None


def calculated(sign: str, left: float, right: float) -> float:
    """Two numbers. Raises AwkError."""
    if sign in ("/", "%") and right == 0:
        raise AwkError("division by zero")
    try:
        if sign == "^":
            found = left**right
            return found if isinstance(found, float) else math.nan
        return {
            "+": lambda: left + right, "-": lambda: left - right, "*": lambda: left * right,
            "/": lambda: left / right, "%": lambda: math.fmod(left, right),
        }[sign]()  # fmt: skip
    except (OverflowError, ValueError, ZeroDivisionError):
        return math.inf


def _assigned(machine: Machine, one: Assign) -> Value:
    before = value(machine, one.target)
    new = value(machine, one.value)
    if one.sign:
        new = calculated(one.sign, number(before), number(new))
    match one.target:
        case Name(name=name):
            _set(machine, name, new)
        case Entry(name=name, index=index):
            array = machine.arrays.setdefault(name, {})
            array[text(value(machine, index))] = new
            if len(array) > MOST_ENTRIES:
                raise AwkError(f"an array of more than {MOST_ENTRIES:,} entries")
        case Column(number=place):
            machine.set_column(_place(machine, place), text(new))
    return number(before) if one.after else new


def _set(machine: Machine, name: str, new: Value) -> None:
    machine.variables[name] = new
    if name == "NF":
        count = int(max(0.0, min(number(new), MOST_COLUMNS)))
        machine.columns = (machine.columns + [""] * count)[:count]
        machine.line = bounded(text(machine.variables["OFS"]).join(machine.columns))


def _called(machine: Machine, called: Called) -> Value:
    if called.name not in machine.functions:
        raise AwkError("syntax error: values in brackets")
    return machine.functions[called.name](machine, called.args)
