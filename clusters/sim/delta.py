"""The difference of two JSON documents, small, exact and quick to apply.

A delta of two mappings is {"=": {key: new value}, "-": [gone keys], ">": {key:
delta below}}; anything else is replaced whole. Lists are replaced whole, because
watchers and replays need the exact bytes, not the smallest text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Body = Mapping[str, Any]
Delta = dict[str, Any]

_ABSENT = object()


def diff(before: Body, after: Body) -> tuple[Delta, Delta]:
    """What turns `before` into `after`, and what turns it back; empty when equal."""
    there: Delta = {"=": {}, "-": [], ">": {}}
    back: Delta = {"=": {}, "-": [], ">": {}}
    for key, new in after.items():
        old = before.get(key, _ABSENT)
        if old is _ABSENT:
            there["="][key] = new
            back["-"].append(key)
        elif _same(old, new):
            continue
        elif isinstance(old, Mapping) and isinstance(new, Mapping) and old and new:
            there[">"][key], back[">"][key] = diff(old, new)
        else:
            there["="][key], back["="][key] = new, old
    for key, old in before.items():
        if key not in after:
            there["-"].append(key)
            back["="][key] = old
    return _trimmed(there), _trimmed(back)


def patch(before: Body, change: Mapping[str, Any]) -> dict[str, Any]:
    """`before` with a delta applied; shares what did not change."""
    gone = change.get("-")
    out = {k: v for k, v in before.items() if k not in gone} if gone else dict(before)
    out.update(change.get("=", {}))
    for key, deeper in change.get(">", {}).items():
        out[key] = patch(out[key], deeper)
    return out


def _trimmed(delta: Delta) -> Delta:
    return {name: part for name, part in delta.items() if part}


def _same(old: Any, new: Any) -> bool:
    """Equal as JSON: Python holds 1, 1.0 and True for equal, JSON's text does not."""
    if old is new:
        return True
    if type(old) is not type(new) or old != new:
        return False
    if isinstance(old, dict):
        return all(map(_same, old.values(), map(new.__getitem__, old)))
    if isinstance(old, list):
        return all(map(_same, old, new))
    return True
