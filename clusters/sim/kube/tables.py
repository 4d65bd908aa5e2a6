"""Tables: what `kubectl get` prints, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clusters.sim.kube.errors import Invalid
from clusters.sim.kube.fields import invalid
from clusters.sim.kube.kind import Body, Cell, Kind
from clusters.sim.kube.reading import Found, Moment, Page, shown
from clusters.sim.kube.wire import wire
from clusters.sim.world import Document, Reader

INCLUDES = ("None", "Metadata", "Object")


def include(parameters: dict[str, str], minor: int) -> str:
    """What each row carries besides its cells."""
    asked = parameters.get("includeObject") or "Metadata"
    if asked in INCLUDES:
        return asked
    told = "must be 'Metadata', 'Object', 'None', or empty"
    raise Invalid(
        "TableOptions.meta.k8s.io", "", [invalid("includeObject", asked, told)], minor
    )


def table(  # noqa: PLR0913 what is in it, and options by name
    view: Reader,
    kind: Kind,
    items: Iterable[Found],
    at: Moment,
    meta: Body,
    *,
    include: str = "Metadata",
    headed: bool = True,
) -> Body:
    """A Table; without its head (null columns) after the first event of a watch."""
    return {
        "kind": "Table",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": meta,
        "columnDefinitions": columns(kind) if headed else None,
        "rows": [row(view, kind, found, at, include) for found in items],
    }


def list_table(
    view: Reader, kind: Kind, page: Page, at: Moment, include: str = "Metadata"
) -> Body:
    return table(view, kind, page.items, at, page.meta(), include=include)


def object_table(
    view: Reader, kind: Kind, found: Found, at: Moment, include: str = "Metadata"
) -> Body:
    meta = {"resourceVersion": str(found[1].rv)}
    return table(view, kind, [found], at, meta, include=include)


def columns(kind: Kind) -> list[dict[str, Any]]:
    """The columns, as the head of a Table tells them."""
    return [
        {
            "name": column.name,
            "type": column.type,
            "format": column.format,
            "description": column.description,
            "priority": column.priority,
        }
        for column in kind.columns
    ]


def row(view: Reader, kind: Kind, found: Found, at: Moment, include: str) -> Body:
    """One row: cells, the conditions that mark it, and the object as asked for."""
    cells = [c(at.wall) if callable(c) else c for c in _cells(view, kind, found, at)]
    out: Body = {"cells": cells}
    conditions = kind.row_conditions(found[1]) if kind.row_conditions else []
    if conditions:
        out["conditions"] = conditions
    if include == "Object":
        out["object"] = shown(view, kind, found, at)
    elif include == "Metadata":
        out["object"] = partial(view, kind, found)
    return out


def partial(view: Reader, kind: Kind, found: Found) -> Body:
    """An object's PartialObjectMetadata."""
    return {
        "kind": "PartialObjectMetadata",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": wire(view, *found, kind)["metadata"],
    }


def partial_list(view: Reader, kind: Kind, page: Page) -> Body:
    items = [partial(view, kind, found) for found in page.items]
    return {
        "kind": "PartialObjectMetadataList",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": page.meta(),
        "items": items,
    }


def _cells(view: Reader, kind: Kind, found: Found, at: Moment) -> list[Cell]:
    """The cells; ages are functions of the time. Kept with the document."""
    key, doc = found
    if kind.read is not None:
        return kind.cells(kind.read(view, key, dict(doc), at.sim, at.wall))
    if "uid" not in doc["metadata"]:
        return kind.cells(Document(wire(view, key, doc, kind), doc.rv))
    return doc.once("cells", lambda: kind.cells(doc))
