"""What a description is made of: sections of rows and tables, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from clusters.sim.commands import Doc
from clusters.sim.kube.ages import parsed
from clusters.sim.kube.kind import kinds, namespace_of, of_key
from clusters.sim.world import Key, World

NONE = "None"
LONGEST = 4000
"""A longer text is cut: the YAML view and the download have it whole."""


@dataclass(frozen=True)
class Value:
    """A fact: a text that may lead to an object, have a tone, be an age or a block."""

    text: str
    to: tuple[str, str, str] | None = None
    tone: str = ""
    age: float = 0.0
    copy: bool = False
    block: bool = False


Values: TypeAlias = tuple[Value, ...]


@dataclass(frozen=True)
class Row:
    term: str
    values: Values


@dataclass(frozen=True)
class Section:
    """A heading with facts, a table, or the sentence that there are none."""

    title: str
    rows: tuple[Row, ...] = ()
    heads: tuple[str, ...] = ()
    table: tuple[tuple[Values, ...], ...] = ()
    empty: str = ""

    @property
    def wide(self) -> bool:
        """Whether it needs the whole width."""
        return bool(self.heads)

    @property
    def labelled(self) -> list[list[tuple[str, Values]]]:
        """The table's lines, each cell with its column's name."""
        return [list(zip(self.heads, line, strict=True)) for line in self.table]


Teller: TypeAlias = Callable[[World, Key, Doc], list[Section]]


def text(value: Any, *, tone: str = "", copy: bool = False) -> Values:
    """One plain value; `None` where there is none."""
    if value is None or value == "":
        return (Value(NONE),)
    if isinstance(value, bool):
        return (Value("Yes" if value else "No"),)
    return (Value(str(value), tone=tone, copy=copy),)


def block(value: str) -> Values:
    """A text of several lines, cut where it is very long."""
    if len(value) > LONGEST:
        left = len(value) - LONGEST
        value = f"{value[:LONGEST]}\n… {left} more characters in the YAML"
    return (Value(value, block=True),)


def row(term: str, value: Any, *, tone: str = "", copy: bool = False) -> Row:
    return Row(term, text(value, tone=tone, copy=copy))


def many(term: str, values: Iterable[str]) -> Row:
    """A row of several values, one under another."""
    return Row(term, tuple(Value(value) for value in values) or text(None))


def pairs(term: str, values: Mapping[str, Any] | None) -> Row:
    """Labels and the like: `app=web`."""
    items = (values or {}).items()
    return many(term, (f"{name}={_short(str(value))}" for name, value in items))


def _short(value: str) -> str:
    most = 300
    return value if len(value) <= most else f"{value[:most]}…"


def link(resource: str, namespace: str, name: str, shown: str = "") -> Values:
    """A way to another object; plain text where there cannot be one."""
    label = shown or name
    if not name:
        return (Value(NONE),)
    if resource not in kinds or "/" in name or "/" in namespace:
        return (Value(label),)
    return (Value(label, to=(resource, namespace or "-", name)),)


def link_to(key: Key) -> Values:
    """A way to the object of a key."""
    kind = of_key(key)
    return link(kind.resource, namespace_of(key), key.name)


def when(stamp: str | None) -> Values:
    """A time, with how long ago it was."""
    if not stamp:
        return (Value(NONE),)
    return (Value(stamp, age=parsed(stamp)),)


def amounts(values: Mapping[str, Any] | None) -> str:
    """Resources on one line: `cpu 100m, memory 70Mi`."""
    return ", ".join(f"{name} {value}" for name, value in (values or {}).items())


def labels_of(doc: Doc) -> Mapping[str, str]:
    found: Mapping[str, str] = doc["metadata"].get("labels") or {}
    return found
