"""The functions of Go templates, on the values of JSON."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Any

from clusters.terminal.kubectl import go_words
from clusters.terminal.kubectl.room import Room

VERB = re.compile(r"%([-+ #0]*)(\d{0,9})(?:\.(\d{1,9}))?([a-zA-Z%])")
WIDEST = 1000


class Fault(Exception):
    """What stops a template; `place` is where, as `1:8`."""

    def __init__(self, text: str, place: str = "", source: str = "") -> None:
        super().__init__(text)
        self.place = place
        self.source = source

    def at(self, place: str, source: str) -> Fault:
        return self if self.place else Fault(self.args[0], place, source)

    def __str__(self) -> str:
        if not self.place:
            return f'1: executing "output": {self.args[0]}'
        return f'{self.place}: executing "output" at <{self.source}>: {self.args[0]}'


def truth(value: Any) -> bool:
    return bool(value)


def _called(name: str, text: str) -> Fault:
    return Fault(f"error calling {name}: {text}")


def _index(value: Any, *keys: Any) -> Any:
    for key in keys:
        if isinstance(value, dict):
            if not isinstance(key, str):
                kind = go_words.kind_of(key).removesuffix("64")
                raise _called("index", f"value has type {kind}; should be string")
            value = value.get(key)
        elif isinstance(value, list | str):
            value = value[_place(key, len(value))]
        elif value is None:
            raise _called("index", "index of untyped nil")
        else:
            raise _called(
                "index", f"can't index item of type {go_words.kind_of(value)}"
            )
    return value


def _place(key: Any, size: int) -> int:
    if isinstance(key, bool) or not isinstance(key, int):
        kind = "nil" if key is None else go_words.kind_of(key)
        raise _called("index", f"cannot index slice/array with type {kind}")
    if not 0 <= key < size:
        raise _called("index", f"index out of range: {key}")
    return key


def _len(value: Any) -> int:
    if value is None:
        raise _called("len", "len of nil pointer")
    if isinstance(value, str):
        return len(value.encode())
    if not isinstance(value, dict | list):
        raise _called("len", f"len of type {go_words.kind_of(value)}")
    return len(value)


def _same(name: str, one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    if isinstance(one, dict | list) or isinstance(other, dict | list):
        raise _called(name, "non-comparable type " + _sample(one, other))
    if go_words.kind_of(one) != go_words.kind_of(other):
        raise _called(name, "incompatible types for comparison")
    return bool(one == other)


def _sample(one: Any, other: Any) -> str:
    value = one if isinstance(one, dict | list) else other
    return f"{go_words.printed(value)}: {go_words.kind_of(value)}"


def _eq(one: Any, *others: Any) -> bool:
    if not others:
        raise _called("eq", "missing argument for comparison")
    return any(_same("eq", one, other) for other in others)


def _ordered(name: str, holds: Callable[[Any, Any], bool]) -> Callable[..., bool]:
    def compare(one: Any, other: Any) -> bool:
        kinds = {go_words.kind_of(one), go_words.kind_of(other)}
        if kinds - {"int64", "float64", "string"}:
            raise _called(name, "invalid type for comparison")
        if len(kinds) > 1:
            raise _called(name, "incompatible types for comparison")
        return holds(one, other)

    return compare


def _print(*values: Any) -> str:
    out, room = [], Room()
    for place, value in enumerate(values):
        before = values[place - 1] if place else ""
        if place and not isinstance(value, str) and not isinstance(before, str):
            out.append(" ")
        out.append(room.text(go_words.printed(value)))
    return "".join(out)


def _println(*values: Any) -> str:
    room = Room()
    return " ".join(room.text(go_words.printed(value)) for value in values) + "\n"


def _printf(form: str, *values: Any) -> str:
    left = list(values)
    room = Room()

    def filled(found: re.Match[str]) -> str:
        flags, width, precision, verb = found.groups()
        if verb == "%":
            return "%"
        if not left:
            return f"%!{verb}(MISSING)"
        value = left.pop(0)
        text = _verb(verb, value, precision, flags)
        size = min(int(width or 0), WIDEST)
        if text is None:
            wide = _wide(go_words.printed(value), flags, size)
            return room.text(f"%!{verb}({go_words.kind_of(value)}={wide})")
        return room.text(_wide(text, flags, size))

    text = VERB.sub(filled, form)
    if left:
        extra = ", ".join(f"{go_words.kind_of(v)}={go_words.printed(v)}" for v in left)
        text += f"%!(EXTRA {extra})"
    return text


def _wide(text: str, flags: str, size: int) -> str:
    if "-" in flags:
        return text.ljust(size)
    return text.zfill(size) if "0" in flags else text.rjust(size)


def _verb(verb: str, value: Any, precision: str | None, flags: str) -> str | None:
    """A value as a verb prints it; None where they do not fit."""
    match verb:
        case "v":
            return go_words.printed(value)
        case "T":
            return go_words.kind_of(value)
        case "t" if isinstance(value, bool):
            return go_words.printed(value)
    if isinstance(value, str):
        return _text(verb, value, precision)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return _number(verb, value, precision, flags)


def _text(verb: str, value: str, precision: str | None) -> str | None:
    match verb:
        case "s":
            return value[: int(precision)] if precision else value
        case "q":
            return go_words.quoted(value)
        case "x":
            return value.encode().hex()
    return None


def _number(verb: str, value: float, precision: str | None, flags: str) -> str | None:
    if verb == "f" and isinstance(value, float):
        return f"{value:.{min(int(precision or 6), WIDEST)}f}"
    if verb == "d" and isinstance(value, int):
        return f"{value:+d}" if "+" in flags else str(value)
    return f"{value:x}" if verb == "x" and isinstance(value, int) else None


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError) as error:
        raise _called("base64decode", "illegal base64 data at input byte 0") from error


def _exists(value: Any, *keys: Any) -> bool:
    for key in keys:
        try:
            value = _index(value, key)
        except Fault:
            return False
    return value is not None


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "and": lambda *values: values,
    "or": lambda *values: values,
    "not": lambda value: not truth(value),
    "len": _len,
    "index": _index,
    "print": _print,
    "println": _println,
    "printf": _printf,
    "eq": _eq,
    "ne": lambda one, other: not _same("ne", one, other),
    "lt": _ordered("lt", lambda a, b: a < b),
    "le": _ordered("le", lambda a, b: a <= b),
    "gt": _ordered("gt", lambda a, b: a > b),
    "ge": _ordered("ge", lambda a, b: a >= b),
    "base64decode": _decoded,
    "exists": _exists,
}
