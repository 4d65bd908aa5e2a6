"""The filters of EC2's Describe operations: names, values, wildcards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal

Paths = Mapping[str, str]
"""Filter name -> where the value stands: `Attachments.VpcId`, lists passed through."""


def passes(item: Doc, wanted: Iterable[Doc], paths: Paths) -> bool:
    """Whether an item has, for each filter, one of its values."""
    return all(_one(item, entry, paths) for entry in wanted)


def _one(item: Doc, entry: Doc, paths: Paths) -> bool:
    name, patterns = str(entry.get("Name", "")), entry.get("Values") or ()
    found = [_text(value) for value in _values(item, name, paths)]
    return any(
        _pattern(str(pattern)).fullmatch(value)
        for pattern in patterns
        for value in found
    )


def _values(item: Doc, name: str, paths: Paths) -> Iterator[Any]:
    tags = item.get("Tags") or item.get("TagSet") or ()
    if name.startswith("tag:"):
        wanted = name.removeprefix("tag:")
        return (tag["Value"] for tag in tags if tag["Key"] == wanted)
    if name == "tag-key":
        return (tag["Key"] for tag in tags)
    if name not in paths:
        raise Refusal("InvalidParameterValue", f"The filter '{name}' is invalid")
    return _along(item, paths[name].split("."))


def _along(value: Any, path: list[str]) -> Iterator[Any]:
    if isinstance(value, list):
        for element in value:
            yield from _along(element, path)
    elif not path:
        yield value
    elif isinstance(value, dict) and path[0] in value:
        yield from _along(value[path[0]], path[1:])


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@lru_cache(maxsize=256)
def _pattern(text: str) -> re.Pattern[str]:
    """`*` stands for any characters, `?` for one.

    What follows a `*` is taken where it first comes, for good: no pattern can make the
    matcher go back and forth.
    """
    first, *parts = (re.escape(part).replace(r"\?", ".") for part in text.split("*"))
    if not parts:
        return re.compile(first, re.DOTALL)
    *middle, last = parts
    between = "".join(f"(?>.*?{part})" for part in middle)
    return re.compile(f"{first}{between}.*{last}", re.DOTALL)
