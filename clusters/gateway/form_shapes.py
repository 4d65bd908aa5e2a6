"""Form parameters by botocore's shapes: `Tags.member.1.Key=team` becomes a dict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from botocore.model import ListShape, MapShape, Shape, StructureShape

from clusters.gateway import scalars
from clusters.gateway.wire import WireRequest
from clusters.sim.errors import Refusal

DEEPEST = 40
MOST_FIELDS = 20_000

Tree = dict[str, Any]
"""Fields by the parts of their dotted names; a field's own text is under "". """


@dataclass(frozen=True)
class Spelling:
    """How a protocol spells the names of members and the numbers of list items."""

    member: Callable[[Shape, str], str]
    item: Callable[[ListShape], str]
    """The word between a list's name and its numbers; "" when there is none."""


def fields(request: WireRequest) -> list[tuple[str, str]]:
    """The parameters of the query string and of a POSTed form."""
    form = request.body.decode("utf-8", "replace")
    try:
        return parse_qsl(
            "&".join(part for part in (request.query, form) if part),
            keep_blank_values=True,
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise Refusal("MalformedQueryString", "Too many parameters.") from error


def parse(
    shape: StructureShape | None, request: WireRequest, spelling: Spelling
) -> dict[str, Any]:
    """The request's parameters in the shape of the SDK's input."""
    if shape is None:
        return {}
    params = _read(shape, _tree(fields(request)), spelling)
    return params if isinstance(params, dict) else {}


def _tree(pairs: list[tuple[str, str]]) -> Tree:
    root: Tree = {}
    for name, text in pairs:
        parts = name.split(".")
        if len(parts) > DEEPEST:
            raise Refusal("MalformedQueryString", f"{name[:80]} is nested too deeply.")
        node = root
        for part in parts:
            node = node.setdefault(part, {})
        node[""] = text
    return root


def _read(shape: Shape, tree: Tree, spelling: Spelling) -> Any:
    if isinstance(shape, StructureShape):
        found = {}
        for name, member in shape.members.items():
            branch = _branch(tree, spelling.member(member, name), member)
            if branch is not None:
                found[name] = _read(member, branch, spelling)
        return found
    if isinstance(shape, ListShape):
        word = spelling.item(shape)
        items = tree.get(word, {}) if word else tree
        return [_read(shape.member, item, spelling) for item in _numbered(items)]
    if isinstance(shape, MapShape):
        entries = (
            tree if shape.serialization.get("flattened") else tree.get("entry", {})
        )
        return dict(_entry(shape, item, spelling) for item in _numbered(entries))
    return scalars.from_text(shape, tree.get("", ""))


def _branch(tree: Tree, name: str, member: Shape) -> Tree | None:
    """The fields of a member; a flattened list may go by its item's name."""
    if isinstance(member, ListShape) and member.serialization.get("flattened"):
        name = member.member.serialization.get("name") or name
    branch: Any = tree
    for part in name.split("."):
        branch = branch.get(part)
        if branch is None:
            return None
    return dict(branch)


def _entry(shape: MapShape, tree: Tree, spelling: Spelling) -> tuple[str, Any]:
    key = tree.get(shape.key.serialization.get("name", "key"), {})
    value = tree.get(shape.value.serialization.get("name", "value"), {})
    return key.get("", ""), _read(shape.value, value, spelling)


def _numbered(tree: Tree) -> list[Tree]:
    """The branches named by numbers, in their order."""
    numbers = sorted(int(n) for n in tree if n.isascii() and n.isdigit() and len(n) < 9)  # noqa: PLR2004
    return [tree[str(n)] for n in numbers if str(n) in tree]
