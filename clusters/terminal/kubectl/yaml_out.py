"""YAML as sigs.k8s.io/yaml writes it, to the letter.

Its encoder is a descendant of libyaml's. Which strings stand plain, which in quotes
and which as a block follows from what a YAML 1.1 reader would take them for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cmp_to_key, lru_cache
from math import isinf
from typing import Any

from clusters.terminal.kubectl.go_words import floated

LONGEST_KEY = 128
"""A longer key stands behind a question mark."""
WIDTH = 80
"""A space behind this column is where a long line of text is broken."""
EXPONENT_FROM = 21
LATIN, SHORT_UNICODE = 0xFF, 0xFFFF
WORDS = frozenset((
    "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON", "n", "N",
    "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF", "~", "null",
    "Null", "NULL", ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf",
    "+.INF", "-.inf", "-.Inf", "-.INF",
))  # fmt: skip
"""What a YAML 1.1 reader takes for a truth value, nothing, or no number."""
NUMBER = re.compile(
    r"[-+]?(?:0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|0|[1-9][0-9]*"
    r"|((?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?))"
)
BASE60 = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
TIME = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:(?=[Tt].*(?:Z|[-+]\d\d:\d\d)$| .*[.\d]$)"
    r"[Tt ](\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)?)?"
)
FORBIDDEN = re.compile("[\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""What JSON leaves as it is and YAML's reader refuses."""
UNPRINTABLE = re.compile("[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]")
BREAKS = "\r\n\x85\u2028\u2029"
BREAK = re.compile(f"[{BREAKS}]")
FIRST = "#,[]{}&*!|>'\"%@`"
INSIDE = re.compile(r":(?=[ \t\r\n\x85\u2028\u2029]|$)|(?<=[ \t\r\n\x85\u2028\u2029])#")
SEPARATOR = re.compile("([\u2028\u2029]+)(?=[^\n\u2028\u2029])")
ESCAPES = {
    "\0": "\\0", "\a": "\\a", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\v": "\\v",
    "\f": "\\f", "\r": "\\r", "\x1b": "\\e", '"': '\\"', "\\": "\\\\", "\x85": "\\N",
    "\u2028": "\\L", "\u2029": "\\P",
}  # fmt: skip
ESCAPED = re.compile(f'{UNPRINTABLE.pattern}|[{BREAKS}"\\\\]')


def as_yaml(body: Any) -> str:
    """A value as a document."""
    if isinstance(body, dict | list) and body:
        return "".join(_block(body, 0))
    return f"{_scalar(body, 0, 0)}\n"


def _block(body: Any, indent: int) -> Iterator[str]:
    """The lines of a collection, the first without its indent."""
    yield from _mapping(body, indent) if isinstance(body, dict) else _list(body, indent)


def _mapping(body: dict[str, Any], indent: int) -> Iterator[str]:
    before = ""
    for name in sorted(body, key=NATURAL) if len(body) > 1 else body:
        value, key = body[name], _key(name)
        if len(name.encode()) > LONGEST_KEY:
            yield f"{before}? {key}\n{' ' * indent}:"
            inner = indent + 2
            filled = isinstance(value, dict | list) and value
            if filled:
                yield " "
                yield from _block(value, inner)
                before = " " * indent
                continue
        else:
            yield f"{before}{key}:"
        before = " " * indent
        yield from _value(value, indent, indent + len(key) + 2)


def _value(value: Any, indent: int, column: int) -> Iterator[str]:
    """What stands behind a key's colon: lists are not indented."""
    if isinstance(value, dict) and value:
        yield f"\n{' ' * (indent + 2)}"
        yield from _mapping(value, indent + 2)
    elif isinstance(value, list) and value:
        yield f"\n{' ' * indent}"
        yield from _list(value, indent)
    else:
        yield f" {_scalar(value, indent + 2, column)}\n"


def _list(body: list[Any], indent: int) -> Iterator[str]:
    before = ""
    for value in body:
        yield f"{before}- "
        before = " " * indent
        if isinstance(value, dict | list) and value:
            yield from _block(value, indent + 2)
        else:
            yield f"{_scalar(value, indent + 2, indent + 2)}\n"


def _scalar(value: Any, indent: int, column: int) -> str:
    """A value that begins at this column; its further lines have this indent."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return floated(value, EXPONENT_FROM)
        case str():
            return _text(value, indent, column)
    return "{}" if isinstance(value, dict) else "[]"


def _text(text: str, indent: int, column: int) -> str:
    if "\x85" in text:
        # On its way there the text is JSON, in which a YAML reader folds this break.
        first, *others = text.split("\x85")
        inner = [part.strip(" \t") for part in others[:-1]]
        text = " ".join([first.rstrip(" \t"), *inner, others[-1].lstrip(" \t")])
    behind = rf"\1{' ' * indent}"
    if "\n" in text and _may_be_block(text):
        return _literal(SEPARATOR.sub(behind, text), indent)
    line = _double(text) if "\n" in text else _line(text)
    if line.startswith("'"):
        line = f"'{SEPARATOR.sub(behind, line[1:-1])}'"
    return line if column + len(line) <= WIDTH else _broken(line, indent, column)


def _broken(line: str, indent: int, column: int) -> str:
    """A long line, broken at spaces: behind a break stands no space, or an escaped one."""
    quote = line[0] if line[0] in "\"'" else ""
    out: list[str] = []
    spaced = False
    last = len(line) - 1 - len(quote)
    for place, letter in enumerate(line):
        if letter != " " or spaced or column <= WIDTH or not 0 < place < last:
            spaced = letter == " "
        elif line[place + 1] != " ":
            out.append("\n" + " " * indent)
            column, spaced = indent, True
            continue
        elif quote == '"':
            out.append("\n" + " " * indent + "\\")
            column, spaced = indent + 1, True
            continue
        else:
            spaced = True
        out.append(letter)
        column += 1
    return "".join(out)


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    return _double(text) if BREAK.search(text) else _line(text)


def _line(text: str) -> str:
    """A string without line feeds, in the lightest quotes that it can do with."""
    if _means_more(text):
        return _double(text)
    if _may_be_plain(text):
        return text
    if UNPRINTABLE.search(text) or re.search(rf" [{BREAKS}]|[{BREAKS}] ", text):
        return _double(text)
    return "'" + text.replace("'", "''") + "'"


def _means_more(text: str) -> bool:
    """Whether a reader would take the bare words for something but a string."""
    if text == "" or text in WORDS:
        return True
    if text[0] not in "+-.0123456789":
        return False
    if BASE60.fullmatch(text):
        return True
    if text[0] == ".":
        return (
            re.fullmatch(r"\.[0-9]+(?:_?[0-9])*(?:[eE][-+]?[0-9]+)?", text) is not None
        )
    return _is_number(text) or _is_time(text)


def _is_time(text: str) -> bool:
    found = TIME.fullmatch(text)
    if found is None or (" " in text and re.search(r"[-+]\d\d:\d\d$", text)):
        return False
    try:
        datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type] # noqa: DTZ001 only whether there is such a time
    except ValueError:
        return False
    return True


def _is_number(text: str) -> bool:
    found = NUMBER.fullmatch(text.replace("_", ""))
    return found is not None and (found[1] is None or not isinf(float(found[1])))


def _may_be_plain(text: str) -> bool:
    first = text[0]
    if first in FIRST or first == " " or text[-1] == " ":
        return False
    if first in "?:-" and (len(text) == 1 or text[1] in " \t"):
        return False
    if text.startswith(("---", "...")) or INSIDE.search(text):
        return False
    return not UNPRINTABLE.search(text) and not BREAK.search(text)


def _may_be_block(text: str) -> bool:
    return not (
        text.endswith(" ")
        or UNPRINTABLE.search(text)
        or re.search(rf" [{BREAKS}]", text)
    )


def _literal(text: str, indent: int) -> str:
    hint = "2" if text[0] in " " + BREAKS else ""
    if text[-1] not in BREAKS:
        chomp = "-"
    elif len(text) == 1 or text[-2] in BREAKS:
        chomp = "+"
    else:
        chomp = ""
    body = text.removesuffix("\n") if chomp != "-" else text
    space = " " * indent
    lines = [f"{space}{line}" if line else "" for line in body.split("\n")]
    return "\n".join([f"|{hint}{chomp}", *lines])


def _double(text: str) -> str:
    if text.startswith("\ufeff"):
        return f'"{"".join(map(_escaped, text))}"'  # the encoder escapes all of it
    return '"' + ESCAPED.sub(lambda found: _escaped(found.group()), text) + '"'


def _escaped(letter: str) -> str:
    if letter in ESCAPES:
        return ESCAPES[letter]
    code = ord(letter)
    if code <= LATIN:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= SHORT_UNICODE else f"\\U{code:08X}"


def _less(one: str, other: str) -> int:
    """Keys in natural order: letters behind all else, numbers by their value."""
    for place, (a, b) in enumerate(zip(one, other, strict=False)):
        if a == b:
            continue
        if a.isalpha() and b.isalpha():
            return -1 if a < b else 1
        if a.isalpha() or b.isalpha():
            return -1 if b.isalpha() else 1
        return _numbers(one, other, place)
    return len(one) - len(other)


def _numbers(one: str, other: str, place: int) -> int:
    start = 0
    if "0" in (one[place], other[place]):
        before = re.search(r"\d*$", one[:place])
        start = 1 if before and before.group().strip("0") else 0
    first, second = (_run(text, place) for text in (one, other))
    a, b = (int(f"{start or ''}{run}" or 0) for run in (first, second))
    if start:
        a, b = (start * 10 ** len(run) + int(run or 0) for run in (first, second))
    if a != b:
        return -1 if a < b else 1
    if len(first) != len(second):
        return len(first) - len(second)
    return -1 if one[place] < other[place] else 1


def _run(text: str, place: int) -> str:
    found = re.match(r"\d*", text[place:])
    return found.group() if found else ""


NATURAL = cmp_to_key(_less)
