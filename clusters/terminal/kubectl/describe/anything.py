"""Any other object: its fields, with their names taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.describe import wording
from clusters.terminal.kubectl.describe.describer import Look
from clusters.terminal.kubectl.describe.events import events
from clusters.terminal.kubectl.go_words import printed

SAID_ALREADY = frozenset(
    f".metadata.{name}"
    for name in ("managedFields", "name", "namespace", "labels", "annotations")
)
ACRONYMS = ("API", "URL", "UID", "OSB", "GUID")
PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[A-Z]|-")


def anything(look: Look) -> Iterator[str]:
    """An object of a kind that has no describer of its own."""
    yield from wording.head(look.meta)
    yield from _fields(look.doc, "", "")
    yield from events(look)


def _fields(content: Doc, path: str, space: str) -> Iterator[str]:
    for name, value in sorted(content.items()):
        place = f"{path}.{name}"
        if place in SAID_ALREADY:
            continue
        if isinstance(value, dict):
            yield f"{space}{titled(name)}:\n"
            yield from _fields(value, place, space + "  ")
        elif isinstance(value, list):
            yield f"{space}{titled(name)}:\n"
            yield from _items(value, place, space + "  ")
        else:
            yield f"{space}{titled(name)}:\t{printed(value)}\n"


def _items(values: list[Any], path: str, space: str) -> Iterator[str]:
    for value in values:
        if isinstance(value, dict):
            yield from _fields(value, path, space)
        else:
            yield f"{space}{printed(value)}\n"


def titled(name: str) -> str:
    """`resourceVersion` as "Resource Version"; other signs leave a name alone."""
    if not all(letter.isalpha() or letter == "-" for letter in name):
        return name
    parts = PARTS.findall(name)
    return " ".join(
        part.upper() if part.upper() in ACRONYMS else part[:1].upper() + part[1:]
        for part in parts
    )
