"""Values as Go prints them: %v, %#v, and JSON in one line."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}
ANY = "interface {}"
SMALL, BIG = -4, 21
"""%v writes a float with an exponent below 1e-4, and from 1e21 on."""
ASCII, SHORT_UNICODE = 0x7F, 0xFFFF


def as_json(body: Any, indent: int | None = None, *, in_order: bool = False) -> str:
    """JSON as Go's encoder writes it, keys sorted, safe to stand in HTML.

    `in_order` leaves the keys as they are: those of a struct have its order.
    """
    separators = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(
        body,
        indent=indent,
        sort_keys=not in_order,
        ensure_ascii=False,
        separators=separators,
    )
    for letter, escape in ESCAPES.items():
        text = text.replace(letter, escape)
    return text


def floated(value: float, exponent_from: int = BIG) -> str:
    """A float in as few digits as tell it apart: 1.5, 1e+21."""
    if value != value:  # noqa: PLR0124 only NaN differs from itself
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "+Inf" if value > 0 else "-Inf"
    sign, digits, scale = Decimal(repr(value)).normalize().as_tuple()
    assert isinstance(scale, int)
    exponent = len(digits) + scale - 1 if any(digits) else 0
    minus = "-" if sign else ""
    if SMALL <= exponent < exponent_from:
        return minus + format(abs(Decimal(repr(value)).normalize()), "f")
    shown = "".join(map(str, digits))
    point = f".{shown[1:]}" if len(shown) > 1 else ""
    return f"{minus}{shown[0]}{point}e{exponent:+03d}"


def printed(value: Any) -> str:
    """%v: `map[a:1 b:[x y]]`, `true`, `<nil>`."""
    match value:
        case None:
            return "<nil>"
        case bool():
            return "true" if value else "false"
        case float():
            return floated(value)
        case dict():
            pairs = (f"{name}:{printed(value[name])}" for name in sorted(value))
            return f"map[{' '.join(pairs)}]"
        case list():
            return f"[{' '.join(map(printed, value))}]"
    return str(value)


def written(value: Any) -> str:
    """%#v: `map[string]interface {}{"a":1}`."""
    match value:
        case None:
            return f"{ANY}(nil)"
        case bool() | float():
            return printed(value)
        case str():
            return quoted(value)
        case dict():
            pairs = (f"{quoted(k)}:{written(value[k])}" for k in sorted(value))
            return f"map[string]{ANY}{{{', '.join(pairs)}}}"
        case list():
            return f"[]{ANY}{{{', '.join(map(written, value))}}}"
    return str(value)


def kind_of(value: Any) -> str:
    """The type's name in Go."""
    return KINDS[type(value)]


KINDS = {
    type(None): "<nil>",
    bool: "bool",
    int: "int64",
    float: "float64",
    str: "string",
    dict: f"map[string]{ANY}",
    list: f"[]{ANY}",
}
SHORT = {
    "\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t",
    "\v": "\\v", '"': '\\"', "\\": "\\\\",
}  # fmt: skip


def quoted(text: str) -> str:
    """%q: in double quotes, with escapes."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(letter: str) -> str:
    if letter in SHORT:
        return SHORT[letter]
    code = ord(letter)
    if letter.isprintable():
        return letter
    if code <= ASCII:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= SHORT_UNICODE else f"\\U{code:08x}"
