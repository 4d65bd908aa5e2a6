"""sort: lines in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from clusters.terminal.files import resolved
from clusters.terminal.gnu.options import Given, Manual, Option, tool
from clusters.terminal.gnu.reading import Inputs
from clusters.terminal.program import Call, Exit

MANUAL = Manual(
    ("sort [OPTION]... [FILE]...",),
    "Print the lines of all files in order.",
    (
        Option("b", "ignore-leading-blanks", about="blanks in front do not count"),
        Option("c", "check", about="only say whether they are in order"),
        Option("f", "ignore-case", about="small and capital letters are alike"),
        Option("g", "general-numeric-sort", about="by number"),
        Option("h", "human-numeric-sort", about="by number: 2K is less than 1G"),
        Option("k", "key", "KEYDEF", "by these fields: 2, 2,3, 2n, 2nr"),
        Option("M", "month-sort", about="by month: JAN is less than DEC"),
        Option("n", "numeric-sort", about="by number"),
        Option("o", "output", "FILE", "write to a file"),
        Option("r", "reverse", about="the other way round"),
        Option("R", "random-sort", about="as chance has it"),
        Option("s", "stable", about="lines alike stay as they came"),
        Option("t", "field-separator", "SEP", "what is between fields"),
        Option("u", "unique", about="one line of those alike"),
        Option("V", "version-sort", about="by version: 1.9 is less than 1.10"),
    ),
    wrong=2,
)
ORDERS = "nghMVfbdiR"
MONTHS = [
    "JAN",
    "FEB",
    "MAR",
    "APR",
    "MAY",
    "JUN",
    "JUL",
    "AUG",
    "SEP",
    "OCT",
    "NOV",
    "DEC",
]
SIZES = "KMGTPE"
LONGEST_NUMBER = 300
DIGITS = frozenset("0123456789")
KEY = Callable[[str], Any]


UNREAD = "cannot read: {path}: {reason}"


@tool("sort", MANUAL)
def sort(call: Call, given: Given) -> Iterator[str]:
    """As GNU sort with LC_ALL=C."""
    inputs = Inputs(call, given.words, code=2, words=UNREAD)
    lines = [line.removesuffix("\n") for _, found in inputs.each() for line in found]
    yield from inputs.told()
    if inputs.code:
        raise Exit(2)
    keys = _keys(given)
    if given.on("c"):
        _check(call, given, lines, keys)
        return
    lines = _ordered(call, given, lines, keys)
    text = "".join(f"{line}\n" for line in lines)
    if given.on("o"):
        call.session.files.write(resolved(call.session.folder, given.value("o")), text)
    else:
        yield text


def _ordered(
    call: Call, given: Given, lines: list[str], keys: list[tuple[KEY, bool]]
) -> list[str]:
    if not given.on("s", "u"):
        lines = sorted(lines, reverse=given.on("r"))
    for key, backwards in reversed(keys):
        call.session.check()
        lines = sorted(lines, key=key, reverse=backwards)
    if given.on("u"):
        seen: dict[Any, str] = {}
        for line in lines:
            seen.setdefault(tuple(key(line) for key, _ in keys), line)
        lines = list(seen.values())
    return lines


def _check(
    call: Call, given: Given, lines: list[str], keys: list[tuple[KEY, bool]]
) -> None:
    ordered = _ordered(call, given, lines, keys)
    for place, (line, wanted) in enumerate(zip(lines, ordered, strict=False), 1):
        if line != wanted:
            name = given.words[0] if given.words else "-"
            raise Exit(
                1,
                f"sort: {name}:{place + 1}: disorder: {lines[place] if place < len(lines) else line}",
            )


def _keys(given: Given) -> list[tuple[KEY, bool]]:
    whole = "".join(name for name, _ in given.flags if name in ORDERS)
    separator = given.value("t").replace("\\t", "\t")
    if len(separator) > 1:
        raise Exit(2, f"sort: multi-character tab '{given.value('t')}'")
    texts = given.all("k")
    if not texts:
        return [(_valued(lambda line: line, whole), given.on("r"))]
    return [_key(text, whole, separator, backwards=given.on("r")) for text in texts]


def _key(text: str, whole: str, separator: str, *, backwards: bool) -> tuple[KEY, bool]:
    first, comma, last = text.partition(",")
    letters = "".join(char for char in text if char.isalpha())
    begin, begin_at = _field(text, first)
    end, end_at = _field(text, last) if comma else (0, 0)
    if set(letters) - set(ORDERS + "r"):
        raise Exit(2, f"sort: invalid field specification '{text}'")
    orders = letters.replace("r", "") or ("" if letters else whole)
    if not orders and not letters:
        orders = whole

    def part(line: str) -> str:
        fields = _fields(line, separator)
        joint = separator
        tail = fields[begin - 1 : end or None]
        found = joint.join(tail)
        if end_at and tail:
            found = joint.join([*tail[:-1], tail[-1][:end_at]])
        return found[max(begin_at - 1, 0) :]

    return _valued(part, orders), ("r" in letters) if letters else backwards


def _field(text: str, place: str) -> tuple[int, int]:
    """`2.3nr` as (2, 3)."""
    number, _, letter = place.rstrip(ORDERS + "r").partition(".")
    for one in (number, letter or "0"):
        if not (one.isascii() and one.isdigit()) or len(one) > len("999999"):
            raise Exit(
                2,
                f"sort: invalid number at field start: invalid count at start of '{text}'",
            )
    if int(number) == 0:
        raise Exit(
            2, f"sort: field number is zero: invalid field specification '{text}'"
        )
    return int(number), int(letter or 0)


def _fields(line: str, separator: str) -> list[str]:
    """A line's fields; those between blanks keep the blanks before them."""
    if separator:
        return line.split(separator)
    fields: list[str] = []
    at = 0
    while at < len(line):
        begin = at
        while at < len(line) and line[at] in " \t":
            at += 1
        while at < len(line) and line[at] not in " \t":
            at += 1
        fields.append(line[begin:at])
    return fields


def _valued(part: Callable[[str], str], orders: str) -> KEY:
    """What a line is compared by."""
    reading: dict[str, KEY] = {
        "n": _number,
        "g": _number,
        "h": _human,
        "M": _month,
        "V": _version,
        "R": hash,
    }
    read = next((reading[one] for one in orders if one in reading), None)
    if read is not None:
        return lambda line: read(part(line))
    if "f" in orders or "b" in orders:
        return lambda line: _folded(part(line), orders)
    return part


def _folded(text: str, orders: str) -> str:
    text = text.lstrip() if "b" in orders else text
    return text.upper() if "f" in orders else text


def _number(text: str) -> float:
    """The number that a text begins with; 0 where it begins with none."""
    text = text.strip()
    sign = -1.0 if text.startswith("-") else 1.0
    digits = text.lstrip("-")
    end = 0
    most = min(len(digits), LONGEST_NUMBER)
    dotted = False
    while end < most and (digits[end] in DIGITS or (digits[end] == "." and not dotted)):
        dotted = dotted or digits[end] == "."
        end += 1
    found = digits[:end].strip(".")
    return sign * float(found) if found else 0.0


def _human(text: str) -> tuple[float, float]:
    text = text.strip()
    number = _number(text)
    rest = text.lstrip("-0123456789.")
    size = SIZES.find(rest[:1].upper()) + 1 if rest else 0
    return (size if number >= 0 else -size, number)


def _month(text: str) -> int:
    name = text.strip()[:3].upper()
    return MONTHS.index(name) + 1 if name in MONTHS else 0


def _version(text: str) -> list[tuple[int, int, str]]:
    """Numbers in a text count as numbers, all else as letters."""
    parts: list[tuple[int, int, str]] = []
    at = 0
    while at < len(text):
        begin, digit = at, text[at] in DIGITS
        while at < len(text) and (text[at] in DIGITS) == digit:
            at += 1
        piece = text[begin:at]
        parts.append((1, int(piece[:1000]), "") if digit else (0, 0, piece))
    return parts
