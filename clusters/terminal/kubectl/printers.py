"""How an object is printed: tables, JSON, YAML, names."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import yaml

from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.tabwriter import aligned

LEAST, PADDING = 6, 3
"""The narrowest column of a table, and what stands between two."""
ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def as_json(body: Any) -> str:
    """JSON as Go's MarshalIndent writes it."""
    text = json.dumps(body, indent=4, sort_keys=True, ensure_ascii=False)
    for letter, escape in ESCAPES.items():
        text = text.replace(letter, escape)
    return text + "\n"


class Dumper(yaml.SafeDumper):
    """YAML as sigs.k8s.io/yaml writes it: keys sorted, lists not indented."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 PyYAML's own signature
        return True


def as_yaml(body: Any) -> str:
    """An object as YAML."""
    return str(
        yaml.dump(
            body,
            Dumper=Dumper,
            default_flow_style=False,
            sort_keys=True,
            allow_unicode=True,
            width=float("inf"),
        )
    )


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
