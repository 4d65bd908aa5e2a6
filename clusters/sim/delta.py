"""The difference of two JSON documents, small, exact and quick to apply.

A delta of two mappings is {"=": {key: new value}, "-": [gone keys], ">": {key:
delta below}}; anything else is replaced whole. Lists are replaced whole, because
watchers and replays need the exact bytes, not the smallest text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_ABSENT = object()


def diff(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What turns `before` into `after`; empty when they are equal."""
    put: dict[str, Any] = {}
    below: dict[str, Any] = {}
    for key, new in after.items():
        old = before.get(key, _ABSENT)
        if _same(old, new):
            continue
        if isinstance(old, Mapping) and isinstance(new, Mapping) and old and new:
            below[key] = diff(old, new)
        else:
            put[key] = new
    gone = [key for key in before if key not in after]
    parts = {"=": put, "-": gone, ">": below}
    return {name: part for name, part in parts.items() if part}


def patch(before: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """`before` with a delta applied; shares what did not change."""
    gone = change.get("-")
    out = {k: v for k, v in before.items() if k not in gone} if gone else dict(before)
    out.update(change.get("=", {}))
    for key, deeper in change.get(">", {}).items():
        out[key] = patch(out[key], deeper)
    return out


def _same(old: Any, new: Any) -> bool:
    """Equal as JSON: Python holds 1, 1.0 and True for equal, JSON's text does not."""
    if old is new:
        return True
    if type(old) is not type(new):
        return False
    if isinstance(old, dict):
        return old.keys() == new.keys() and all(_same(old[k], new[k]) for k in old)
    if isinstance(old, list):
        return len(old) == len(new) and all(map(_same, old, new))
    return bool(old == new)
