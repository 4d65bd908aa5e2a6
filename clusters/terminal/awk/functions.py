"""The functions that every awk has."""

from __future__ import annotations

import math
from collections.abc import Callable

from clusters.terminal.awk.parser import compiled
from clusters.terminal.awk.running import (
    MOST_LETTERS,
    Machine,
    bounded,
    cut,
    formatted,
    value,
)
from clusters.terminal.awk.syntax import (
    Assign,
    AwkError,
    Column,
    Constant,
    Entry,
    Expression,
    Name,
    Pattern,
)
from clusters.terminal.awk.values import Looks, Value, number, text

Args = tuple[Expression, ...]


def _text(machine: Machine, args: Args, place: int) -> str:
    if place >= len(args):
        raise AwkError("not enough values for a function")
    return text(value(machine, args[place]))


def _whole(machine: Machine, args: Args, place: int) -> int:
    found = number(_text(machine, args, place))
    return int(found) if math.isfinite(found) else 0


def _length(machine: Machine, args: Args) -> Value:
    if args and isinstance(args[0], Name) and args[0].name in machine.arrays:
        return float(len(machine.arrays[args[0].name]))
    return float(len(_text(machine, args, 0) if args else machine.line))


def _substr(machine: Machine, args: Args) -> Value:
    whole, start = _text(machine, args, 0), _whole(machine, args, 1)
    end = start + _whole(machine, args, 2) if args[2:] else len(whole) + 1
    return whole[max(start - 1, 0) : max(end - 1, 0)]


def _split(machine: Machine, args: Args) -> Value:
    if not (args[1:] and isinstance(args[1], Name)):
        raise AwkError("split: name an array")
    separator = args[2] if args[2:] else Name("FS")

    if isinstance(separator, Pattern):
        pieces = _by_pattern(separator, _text(machine, args, 0))
    else:
        pieces = cut(_text(machine, args, 0), text(value(machine, separator)))
    machine.arrays[args[1].name] = {
        str(at): Looks(one) for at, one in enumerate(pieces, 1)
    }
    return float(len(pieces))


def _by_pattern(pattern: Pattern, whole: str) -> list[str]:
    pieces, at = [], 0
    for match in pattern.test.finditer(whole):
        if match.end() > match.start():
            pieces.append(whole[at : match.start()])
            at = match.end()
    return [*pieces, whole[at:]] if whole else []


def _replaced(machine: Machine, args: Args, *, every: bool) -> Value:
    new = _text(machine, args, 1)
    test = (
        args[0].test
        if isinstance(args[0], Pattern)
        else compiled(_text(machine, args, 0))
    )
    target = args[2] if args[2:] else Column(Constant(0.0))
    if not isinstance(target, (Name, Entry, Column)):
        raise AwkError("sub and gsub change a variable or a column")
    whole = text(value(machine, target))
    pieces, at, count, length = [], 0, 0, 0
    for match in test.finditer(whole):
        put = _with_match(new, match.group(0))
        pieces += [whole[at : match.start()], put]
        at, count, length = match.end(), count + 1, length + len(put)
        if length > MOST_LETTERS:
            raise AwkError("a text of more than 1 MiB")
        if not every:
            break
    if count:
        value(
            machine, Assign(target, "", Constant(bounded("".join(pieces) + whole[at:])))
        )
    return float(count)


def _with_match(new: str, matched: str) -> str:
    """A replacement with & as what matched, and \\& as the sign itself."""
    return "&".join(bounded(part.replace("&", matched)) for part in new.split("\\&"))


FUNCTIONS: dict[str, Callable[[Machine, Args], Value]] = {
    "length": _length,
    "substr": _substr,
    "split": _split,
    "toupper": lambda machine, args: _text(machine, args, 0).upper(),
    "tolower": lambda machine, args: _text(machine, args, 0).lower(),
    "int": lambda machine, args: float(_whole(machine, args, 0)),
    "index": lambda machine, args: float(
        _text(machine, args, 0).find(_text(machine, args, 1)) + 1
    ),
    "sprintf": formatted,
    "sub": lambda machine, args: _replaced(machine, args, every=False),
    "gsub": lambda machine, args: _replaced(machine, args, every=True),
}
