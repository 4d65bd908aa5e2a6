"""Pasted YAML: one or more Kubernetes objects, read as carefully as a server must."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import yaml

from clusters.sim import safe_yaml
from clusters.sim.kube.kind import Kind, of_body

LIMIT = 1024 * 1024
MOST_NODES = 200_000
"""1 MiB cannot hold more without aliases that multiply."""


class Unreadable(ValueError):
    """The text is no YAML, or not of Kubernetes objects; the message says where."""


class Loader(yaml.CSafeLoader):
    """JSON's values only: dates stay the strings they are."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def _mapping(loader: Loader, node: yaml.MappingNode) -> dict[str, Any]:
    loader.flatten_mapping(node)
    pairs = loader.construct_pairs(node, deep=True)
    return {_name(name): value for name, value in pairs}


def _name(name: Any) -> str:
    """JSON's names are strings: `8080:` and `on:` are written as such."""
    if isinstance(name, dict | list):
        raise TypeError("a mapping's key cannot be a mapping or a list")
    return str(name).lower() if isinstance(name, bool) else str(name)


Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def parsed(text: str, first: int = 1) -> list[tuple[Kind, dict[str, Any]]]:
    """The objects of a text, with their kinds; `first` is the number of the first one.

    Raises Unreadable.
    """
    if len(text.encode()) > LIMIT:
        raise Unreadable(f"The text is larger than {LIMIT // 1024} KiB.")
    found = [(_kind(value, at), value) for at, value in enumerate(_values(text), first)]
    if not found:
        raise Unreadable("error: no objects passed to apply")
    return found


def _values(text: str) -> Iterator[dict[str, Any]]:
    try:
        values = safe_yaml.load_all(text.lstrip("\ufeff"), Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        told = error.problem or error.context
        raise Unreadable(
            f"error converting YAML to JSON: yaml: {place}{told}"
        ) from error
    except yaml.YAMLError as error:
        raise Unreadable(f"error converting YAML to JSON: yaml: {error}") from error
    for value in values:
        if value is None:
            continue
        _bounded(value)
        if isinstance(value, dict) and str(value.get("kind", "")).endswith("List"):
            yield from _items(value)
        else:
            yield value


def _items(value: dict[str, Any]) -> list[Any]:
    items = value.get("items") or []
    if not isinstance(items, list):
        raise Unreadable("error validating data: items is not a list")
    return items


def _bounded(value: Any) -> None:
    """Refuse aliases that multiply, and what JSON has no word for: do not copy."""
    left, seen = [value], 0
    while left:
        at = left.pop()
        seen += 1
        if seen > MOST_NODES:
            raise Unreadable("yaml: document contains excessive aliasing")
        if isinstance(at, dict):
            left.extend(at.values())
        elif isinstance(at, list):
            left.extend(at)
        elif not isinstance(at, str | int | float | None) or _endless(at):
            raise Unreadable(f"yaml: cannot be JSON: {type(at).__name__}")


def _endless(value: object) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def _kind(value: Any, at: int) -> Kind:
    if not isinstance(value, dict):
        raise Unreadable(
            f"Document {at} is not an object: it has no apiVersion and kind."
        )
    for member in ("apiVersion", "kind"):
        if not isinstance(value.get(member), str) or not value[member]:
            raise Unreadable(f"error validating data: document {at}: {member} not set")
    if not isinstance(value.get("metadata", {}), dict):
        raise Unreadable(f"error validating data: document {at}: metadata is no object")
    found = of_body(value)
    if found is None:
        raise Unreadable(
            f"resource mapping not found for document {at}: no matches for kind "
            f'"{value["kind"]}" in version "{value["apiVersion"]}"'
        )
    return found
