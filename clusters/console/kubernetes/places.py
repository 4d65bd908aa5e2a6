"""From a field's path, as the API names it, to the line of the text it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

import yaml

Step: TypeAlias = str | int
_STEP = re.compile(r"\.?([^.\[\]]+)|\[([^\]]*)\]")


def steps(path: str) -> list[Step]:
    """`spec.containers[0].image` as spec, containers, 0, image."""
    return [
        int(inside) if inside.isascii() and inside.isdigit() else inside or name
        for name, inside in _STEP.findall(path)
    ]


def line_of(root: yaml.Node, path: str) -> int:
    """The line (from 1) of a field, or of the nearest above it that is written."""
    return _reached(root, steps(path), root.start_mark.line + 1)[1]


def _reached(node: yaml.Node, left: list[Step], line: int) -> tuple[int, int]:
    """How many steps could be gone, and the line that was reached."""
    if not left:
        return 0, line
    if isinstance(node, yaml.MappingNode):
        for name, value, used in _members(node, left):
            gone, there = _reached(value, left[used:], name.start_mark.line + 1)
            return gone + used, there
    if isinstance(node, yaml.SequenceNode):
        return _in_list(node, left, line)
    return 0, line


def _members(
    node: yaml.MappingNode, left: list[Step]
) -> Iterator[tuple[yaml.Node, yaml.Node, int]]:
    """The member that the next steps name; its name may have dots in it."""
    for used in range(1, len(left) + 1):
        wanted = ".".join(map(str, left[:used]))
        for name, value in node.value:
            if isinstance(name, yaml.ScalarNode) and name.value == wanted:
                yield name, value, used


def _in_list(node: yaml.SequenceNode, left: list[Step], line: int) -> tuple[int, int]:
    first = left[0]
    if isinstance(first, int):
        if first >= len(node.value):
            return 0, line
        item = node.value[first]
        gone, there = _reached(item, left[1:], item.start_mark.line + 1)
        return gone + 1, there
    # Decoding errors name no index: the first element that goes furthest is meant.
    found = [_reached(item, left, item.start_mark.line + 1) for item in node.value]
    return max(found, key=lambda one: one[0], default=(0, line))


def repeated(root: yaml.Node) -> Iterator[tuple[int, str]]:
    """Names that a mapping has twice: the line of the second, and the name."""
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            waiting += [value for _, value in node.value]
            names: set[str] = set()
            for name, _ in node.value:
                if isinstance(name, yaml.ScalarNode):
                    if name.value in names and name.value != "<<":
                        yield name.start_mark.line + 1, name.value
                    names.add(name.value)
