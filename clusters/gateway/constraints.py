"""What a service model says of its input, and what a service says when it is broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from botocore.model import ListShape, MapShape, Shape, StructureShape

LONGEST_MATCHED = 4096
UNTRANSLATABLE = ("[[", "&&", "\\p", "||", "--", "~~")
"""Parts of Java's regular expressions that mean something else in Python's."""
TYPES: dict[str, tuple[type, ...]] = {
    "structure": (dict,),
    "list": (list,),
    "map": (dict,),
    "string": (str,),
    "character": (str,),
    "blob": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "timestamp": (int, float),
}
WIDTHS = {"integer": 1 << 31, "long": 1 << 63}


class Breach(NamedTuple):
    """One constraint that a value breaks. `path` is dotted, in the API's spelling."""

    kind: str
    """required, type, length, range, enum or pattern."""
    path: str
    value: Any
    rule: str

    def __str__(self) -> str:
        """The breach in the words of AWS's validation."""
        shown = "null" if self.value is None else f"'{_shown(self.value)}'"
        return (
            f"Value {shown} at '{self.path}' failed to satisfy constraint: {self.rule}"
        )


def broken(shape: StructureShape | None, params: dict[str, Any]) -> list[Breach]:
    """Every constraint of an operation's input that these parameters break."""
    return [] if shape is None else list(_walk(shape, params, ""))


def sentence(breaches: list[Breach]) -> str:
    """All of them in one message, as AWS's services put it."""
    noun = "validation error" if len(breaches) == 1 else "validation errors"
    return f"{len(breaches)} {noun} detected: " + "; ".join(map(str, breaches))


def _walk(shape: Shape, value: Any, path: str) -> Iterator[Breach]:
    if shape.type_name == "structure" and getattr(shape, "is_document_type", False):
        return
    if not _is_a(shape.type_name, value):
        yield Breach("type", path, value, f"Member must be a {shape.type_name}")
    elif isinstance(shape, StructureShape):
        yield from _structure(shape, value, path)
    elif isinstance(shape, ListShape):
        yield from _sized(shape, value, path)
        for number, item in enumerate(value, 1):
            yield from _walk(shape.member, item, f"{path}.{number}.member")
    elif isinstance(shape, MapShape):
        yield from _sized(shape, value, path)
        for key, item in value.items():
            yield from _walk(shape.key, key, f"{path}.{key}.key")
            yield from _walk(shape.value, item, f"{path}.{key}.value")
    else:
        yield from _scalar(shape, value, path)


def _structure(
    shape: StructureShape, value: dict[str, Any], path: str
) -> Iterator[Breach]:
    for name in shape.required_members:
        if value.get(name) is None:
            at = _joined(path, name)
            yield Breach("required", at, None, "Member must not be null")
    for name, member in shape.members.items():
        if value.get(name) is not None:
            yield from _walk(member, value[name], _joined(path, name))


def _scalar(shape: Shape, value: Any, path: str) -> Iterator[Breach]:
    if not isinstance(value, str):
        yield from _ranged(shape, value, path)
        return
    if shape.type_name != "string":
        return
    yield from _sized(shape, value, path)
    known = getattr(shape, "enum", [])
    if known and value not in known:
        rule = f"Member must satisfy enum value set: [{', '.join(known)}]"
        yield Breach("enum", path, value, rule)
    pattern = shape.metadata.get("pattern")
    if pattern and len(value) <= LONGEST_MATCHED:
        expression = _compiled(pattern)
        if expression is not None and not expression.fullmatch(value):
            rule = f"Member must satisfy regular expression pattern: {pattern}"
            yield Breach("pattern", path, value, rule)


def _sized(shape: Shape, value: Any, path: str) -> Iterator[Breach]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and len(value) < low:
        rule = f"Member must have length greater than or equal to {low}"
        yield Breach("length", path, value, rule)
    if high is not None and len(value) > high:
        rule = f"Member must have length less than or equal to {high}"
        yield Breach("length", path, value, rule)


def _ranged(shape: Shape, value: float, path: str) -> Iterator[Breach]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    width = WIDTHS.get(shape.type_name)
    if (low is not None and value < low) or (width is not None and value < -width):
        rule = f"Member must have value greater than or equal to {low}"
        yield Breach("range", path, value, rule)
    if (high is not None and value > high) or (width is not None and value >= width):
        rule = f"Member must have value less than or equal to {high}"
        yield Breach("range", path, value, rule)


def _is_a(type_name: str, value: Any) -> bool:
    wanted = TYPES[type_name]
    return isinstance(value, wanted) and (bool in wanted or not isinstance(value, bool))


@cache
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """A model's pattern, or None where Python cannot read it as AWS does."""
    if any(part in pattern for part in UNTRANSLATABLE):
        return None
    try:
        return re.compile(pattern, re.ASCII)
    except re.error:
        return None


def _joined(path: str, name: str) -> str:
    """AWS's messages begin each name with a small letter, whatever the API's is."""
    small = name[0].lower() + name[1:]
    return f"{path}.{small}" if path else small


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}={_shown(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return str(value)[:256]
