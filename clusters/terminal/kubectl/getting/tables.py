"""The tables of `get`: the server's cells, and what the flags add to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from clusters.callers import wall
from clusters.sim.kube import ages
from clusters.terminal.kubectl import go_words
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl
from clusters.terminal.kubectl.printers import LEAST, PADDING
from clusters.terminal.kubectl.resources import Resource
from clusters.terminal.kubectl.tabwriter import aligned

NONE = "<none>"
WIDEST = len("MODIFIED")
ENDS = ("\f", "\n", "\r")
"""A cell is cut before one of these."""


@dataclass
class Printer:
    """Prints Tables of one resource, with one line of headings for all of them."""

    kubectl: Kubectl
    resource: Resource
    with_kind: bool = False
    event: bool = False
    """Whether the kind of a watch's event stands before each row."""
    known: list[int] = field(default_factory=list)
    """How wide the columns were so far."""
    _columns: list[Doc] = field(default_factory=list)
    _headed: bool = False

    def lines(self, body: Doc, event: str = "") -> Iterator[str]:
        """The lines of a Table, with tabs between the cells."""
        if body.get("kind") != "Table":
            body = _own(body)
        columns = body.get("columnDefinitions") or []
        if columns and columns != self._columns:
            self._columns, self._headed = columns, False
        rows = body.get("rows") or []
        if rows and not self._headed:
            self._headed = True
            if not self.kubectl.flags["no-headers"]:
                yield "\t".join(self._head()) + "\n"
        for row in rows:
            first = [event.ljust(WIDEST)] if self.event else []
            yield "\t".join([*first, *self._row(row)]) + "\n"

    def text(self, lines: str) -> str:
        """Lines laid out in columns that never get narrower."""
        return aligned(lines, padding=PADDING, least=LEAST, known=self.known)

    def _shown(self) -> list[int]:
        wide = self.kubectl.flags["output"] == "wide"
        return [
            place
            for place, column in enumerate(self._columns)
            if wide or column["priority"] == 0
        ]

    def _head(self) -> list[str]:
        names = [self._columns[place]["name"].upper() for place in self._shown()]
        labels = [
            name.rpartition("/")[2].upper()
            for name in self.kubectl.flags["label-columns"]
        ]
        return [
            *(["EVENT".ljust(WIDEST)] if self.event else []),
            *(["NAMESPACE"] if self._spaced() else []),
            *names,
            *labels,
            *(["LABELS"] if self.kubectl.flags["show-labels"] else []),
        ]

    def _spaced(self) -> bool:
        return self.kubectl.flags["all-namespaces"] and self.resource.namespaced

    def _row(self, row: Doc) -> list[str]:
        meta = (row.get("object") or {}).get("metadata") or {}
        cells = row["cells"]
        named = self._named() if self.with_kind else -1
        shown = [
            f"{self.resource.titled}/{cells[place]}"
            if place == named
            else cell(cells[place])
            for place in self._shown()
        ]
        labels = meta.get("labels") or {}
        if self._spaced():
            shown.insert(0, str(meta.get("namespace", "")))
        wanted = self.kubectl.flags["label-columns"]
        shown += [labels.get(name, "") for name in wanted]
        if self.kubectl.flags["show-labels"]:
            pairs = ",".join(f"{name}={labels[name]}" for name in sorted(labels))
            shown.append(pairs or NONE)
        return shown

    def _named(self) -> int:
        for place, column in enumerate(self._columns):
            if column.get("format") == "name" and column["type"] == "string":
                return place
        return -1


def _own(body: Doc) -> Doc:
    """A table of kubectl's own, for what the server has none of: a Scale."""
    meta = body["metadata"]
    age = ages.since(meta.get("creationTimestamp"), wall.now())
    columns = [
        {"name": "Name", "type": "string", "format": "name", "priority": 0},
        {"name": "Age", "type": "string", "format": "", "priority": 0},
    ]
    rows = [{"cells": [meta["name"], age], "object": body}]
    return {"kind": "Table", "columnDefinitions": columns, "rows": rows}


def cell(value: Any) -> str:
    """A cell as it is printed."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return go_words.printed(value)
    places = [place for end in ENDS if (place := value.find(end)) >= 0]
    text = value[: min(places)] + "..." if places else value
    return text.replace("\x1b", "^[")
