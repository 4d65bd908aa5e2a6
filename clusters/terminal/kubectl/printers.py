"""How an object is printed: tables, JSON, YAML."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clusters.terminal.kubectl import go_words
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.tabwriter import aligned
from clusters.terminal.kubectl.yaml_out import as_yaml

__all__ = ("as_json", "as_yaml", "table", "without_managed_fields")

LEAST, PADDING = 6, 3
"""The narrowest column of a table, and what stands between two."""


def as_json(body: Any) -> str:
    """JSON as Go's MarshalIndent writes it."""
    return go_words.as_json(body, indent=4) + "\n"


def without_managed_fields(body: Doc) -> Doc:
    """The object as `get` shows it unless --show-managed-fields is given."""
    meta = body.get("metadata")
    if isinstance(meta, dict) and "managedFields" in meta:
        meta = {k: v for k, v in meta.items() if k != "managedFields"}
        return {**body, "metadata": meta}
    return body


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Columns as `get` prints them; `head` may be empty."""
    lines = [*([list(head)] if head else []), *(list(row) for row in rows)]
    text = "".join("\t".join(line) + "\n" for line in lines)
    return aligned(text, padding=PADDING, least=LEAST)
