"""A stranger's YAML, read so that no text can end the process that reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import yaml

T = TypeVar("T")

DEEPEST = 200
"""libyaml's composer recurses on the C stack, where nothing counts how deep; and who
copies or compares the values recurses, too."""


def load_all(text: str | bytes, loader: Any = yaml.CSafeLoader) -> list[Any]:
    """The values of all documents. Raises yaml.YAMLError, whatever is wrong."""
    return _safely(lambda: list(yaml.load_all(text, loader)), text, loader)


def load(text: str | bytes, loader: Any = yaml.CSafeLoader) -> Any:
    """The value of the only document. Raises yaml.YAMLError, whatever is wrong."""
    return _safely(lambda: yaml.load(text, loader), text, loader)  # noqa: S506 the callers' are safe


def _safely(read: Callable[[], T], text: str | bytes, loader: Any) -> T:
    try:
        _refuse_depth(text, loader)
        return read()
    except (ValueError, LookupError, AttributeError, TypeError) as error:
        # What constructors raise for `!!int ""`, `!!timestamp x` or the 45th of May.
        raise yaml.YAMLError(f"cannot be read: {error}") from error
    except RecursionError as error:
        raise yaml.YAMLError(f"exceeded max depth of {DEEPEST}") from error


def _refuse_depth(text: str | bytes, loader: Any) -> None:
    """Count before anything is composed. Each level takes at least one character."""
    if len(text) <= DEEPEST:
        return
    depth = 0
    for event in yaml.parse(text, loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise yaml.YAMLError(f"exceeded max depth of {DEEPEST}")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
