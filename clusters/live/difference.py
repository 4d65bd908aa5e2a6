"""A change's fields, each as it was and as it is: from the deltas in the log."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from clusters.sim.history import Step

MOST = 12
LONGEST = 160
ABSENT = object()
HIDDEN = "hidden"
NOISE = frozenset({"managedFields", "resourceVersion", "generation", "_"})
"""The bookkeeping of stores, and the simulation's own notes."""
SECRET = {"k8s.Secret": frozenset({"data", "stringData", "annotations"})}
"""Members whose values nobody reads over somebody's shoulder."""
NAMED_BY = ("name", "type", "ip", "key", "uid")
Path = tuple[str, ...]


class Field(NamedTuple):
    """One member that changed; "" for what was, or is, not there."""

    path: str
    before: str
    after: str


def fields(step: Step) -> tuple[list[Field], int]:
    """The first members that a step changed, and how many more there are."""
    if step.act != "changed":
        return [], 0
    hidden = SECRET.get(step.key.kind, frozenset())
    found = [
        Field(_text(path), _shown(path, before, hidden), _shown(path, after, hidden))
        for path, before, after in _walk(step.there or {}, step.back or {}, ())
    ]
    return found[:MOST], max(0, len(found) - MOST)


def _walk(
    there: Mapping[str, Any], back: Mapping[str, Any], path: Path
) -> Iterator[tuple[Path, Any, Any]]:
    new, old = there.get("=", {}), back.get("=", {})
    for key in (*new, *(k for k in there.get("-", ()) if k not in new)):
        if key not in NOISE:
            was, now = old.get(key, ABSENT), new.get(key, ABSENT)
            yield from _deeper((*path, key), was, now)
    for key, deeper in there.get(">", {}).items():
        if key not in NOISE:
            yield from _walk(deeper, back[">"][key], (*path, key))


def _deeper(path: Path, was: Any, now: Any) -> Iterator[tuple[Path, Any, Any]]:
    """Into lists of named members: a log holds a list as a whole."""
    if _same(was, now):
        return
    one, other = _members(was), _members(now)
    if one is None or other is None or not (one or other):
        yield path, was, now
        return
    for key in dict.fromkeys((*one, *other)):
        yield from _deeper((*path, key), one.get(key, ABSENT), other.get(key, ABSENT))


def _same(was: Any, now: Any) -> bool:
    return type(was) is type(now) and bool(was == now)


def _members(value: Any) -> dict[str, Any] | None:
    """A mapping's members, or a list's by their names; None for plain values."""
    if value is ABSENT:
        return {}
    if isinstance(value, Mapping):
        return {k: v for k, v in value.items() if k not in NOISE}
    if not isinstance(value, Sequence) or isinstance(value, str):
        return None
    for name in NAMED_BY:
        if value and all(isinstance(v, Mapping) and name in v for v in value):
            return {f"[{v[name]}]": v for v in value}
    return {} if not value else None


def _text(path: Path) -> str:
    return ".".join(path).replace(".[", "[")


def _shown(path: Path, value: Any, hidden: frozenset[str]) -> str:
    if value is ABSENT:
        return ""
    if hidden.intersection(path):
        return HIDDEN
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
