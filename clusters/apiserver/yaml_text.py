"""YAML as the API server reads it: JSON's values only, and bounded."""

from __future__ import annotations

import math
from typing import Any

import yaml

from clusters.sim import safe_yaml
from clusters.sim.kube.schema import Repeated

MOST_NODES = 200_000
"""A body of 3 MiB cannot hold more without aliases that multiply."""


class Loader(yaml.CSafeLoader):
    """Numbers, booleans, nulls and strings; dates stay the strings they are."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def _mapping(loader: Loader, node: yaml.MappingNode) -> dict[str, Any]:
    loader.flatten_mapping(node)
    pairs = loader.construct_pairs(node, deep=True)
    return Repeated([(_key(name), value) for name, value in pairs])


def _key(name: Any) -> str:
    return str(name).lower() if isinstance(name, bool) else str(name)


Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def parsed(text: bytes) -> Any:
    """The value of one YAML document. Raises ValueError with a sentence."""
    try:
        value = safe_yaml.load(text, Loader)
    except yaml.MarkedYAMLError as error:
        raise ValueError(
            f"yaml: {_where(error)}{error.problem or error.context}"
        ) from error
    except yaml.YAMLError as error:
        raise ValueError(f"yaml: {str(error).splitlines()[0]}") from error
    _bounded(value)
    return value


def _where(error: yaml.MarkedYAMLError) -> str:
    """The line as Go's parser counts it: from 1 for what it reads, from 0 for what
    that means, and of the beginning of what is wrong where that is known."""
    marks = (error.context_mark, error.problem_mark)
    line = next((mark.line for mark in marks if mark is not None and mark.line), 0)
    if not line:
        return ""
    scanned = isinstance(error, yaml.scanner.ScannerError)
    return f"line {line + 1 if scanned else line}: "


def _bounded(value: Any) -> None:
    """Refuse aliases that multiply, or contain themselves: only count, do not copy."""
    left, seen = [value], 0
    while left:
        at = left.pop()
        seen += 1
        if seen > MOST_NODES:
            raise ValueError("yaml: document contains excessive aliasing")
        if isinstance(at, dict):
            left.extend(at.values())
        elif isinstance(at, list):
            left.extend(at)
        elif not isinstance(at, str | int | float | None) or _endless(at):
            raise ValueError(f"yaml: cannot be JSON: {type(at).__name__}")


def _endless(value: object) -> bool:
    return isinstance(value, float) and not math.isfinite(value)
