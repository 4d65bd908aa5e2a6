"""Pasted YAML, document by document: what each is, and on which line it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from clusters.console.kubernetes import places
from clusters.console.kubernetes.manifests import parsed
from clusters.sim import safe_yaml
from clusters.sim.kube.kind import Kind
from clusters.steps.manifest import LIMIT, Loader, Unreadable

NOTHING = "error: no objects passed to apply"
CONVERTING = "error converting YAML to JSON: yaml: unmarshal errors"
MOST = 200
"""Each is a write of its own; who has more sends a file with kubectl."""


@dataclass(frozen=True)
class Pasted:
    """One object of the text, or why there is none."""

    line: int
    node: yaml.Node
    kind: Kind | None = None
    body: dict[str, Any] | None = None
    wrong: str = ""
    wrong_line: int = 0


def clean(text: str) -> str:
    """The text as an editor of one kind would have saved it."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def objects(text: str) -> list[Pasted]:
    """The objects of a text. Raises Unreadable where it is no YAML at all."""
    if len(text.encode(errors="replace")) > LIMIT:
        raise Unreadable(f"The text is larger than {LIMIT // 1024} KiB.")
    try:
        safe_yaml.load_all(text, Loader)  # deep or endless texts end here
    except yaml.YAMLError:
        parsed(text)  # says where and why
        raise
    roots = [node for node in yaml.compose_all(text, Loader) if not _empty(node)]
    if not roots:
        raise Unreadable(NOTHING)
    numbered = enumerate(roots, 1)
    found = [one for at, node in numbered for one in _read(text, node, at)]
    if len(found) > MOST:
        raise Unreadable(f"The text has {len(found)} objects: send {MOST} at a time.")
    return found


def _empty(node: yaml.Node | None) -> bool:
    return node is None or (
        isinstance(node, yaml.ScalarNode) and node.tag.endswith(":null")
    )


def _read(text: str, node: yaml.Node, number: int) -> Iterator[Pasted]:
    line = node.start_mark.line + 1
    for at, name in places.repeated(node):
        told = f'{CONVERTING}: line {at}: key "{name}" already set in map'
        yield Pasted(line, node, wrong=told, wrong_line=at)
        return
    # Indented as it stands there: its later lines are.
    start, end = node.start_mark, node.end_mark
    part = " " * start.column + text[start.index : end.index]
    try:
        found = parsed(part, number)
    except Unreadable as wrong:
        yield Pasted(line, node, wrong=str(wrong), wrong_line=line)
        return
    nodes = _items(node) if len(found) > 1 or _items(node) else [node]
    for (kind, body), item in zip(found, nodes, strict=True):
        yield Pasted(item.start_mark.line + 1, item, kind, body)


def _items(node: yaml.Node) -> list[yaml.Node]:
    """The items of a List, as nodes."""
    if not isinstance(node, yaml.MappingNode):
        return []
    members = {
        n.value: value for n, value in node.value if isinstance(n, yaml.ScalarNode)
    }
    kind, items = members.get("kind"), members.get("items")
    if kind is None or not str(kind.value).endswith("List"):
        return []
    return list(items.value) if isinstance(items, yaml.SequenceNode) else []
