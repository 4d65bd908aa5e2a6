"""ConfigMaps."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.kube import contents
from clusters.sim.kube.ages import age_of
from clusters.sim.kube.fields import Problem, invalid
from clusters.sim.kube.kind import AGE, NAME, Cell, Column, Kind, register


def validate(body: Doc) -> list[Problem]:
    out = contents.keys(body, ("data", "binaryData"))
    for name in sorted(set(body.get("data") or ()) & set(body.get("binaryData") or ())):
        told = "duplicate of key present in data"
        out.append(invalid(f"binaryData[{name}]", name, told))
    return out + contents.size(body)


def cells(doc: Doc) -> list[Cell]:
    count = len(doc.get("data") or ()) + len(doc.get("binaryData") or ())
    return [doc["metadata"]["name"], count, age_of(doc)]


register(
    Kind(
        "v1",
        "ConfigMap",
        "configmaps",
        ("cm",),
        validate=validate,
        validate_update=contents.unchanged,
        columns=(NAME, Column("Data", "integer"), AGE),
        cells=cells,
    )
)
