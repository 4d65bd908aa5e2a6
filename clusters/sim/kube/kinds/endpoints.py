"""Endpoints, the older form of EndpointSlices."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.kube.ages import age_of
from clusters.sim.kube.kind import AGE, NAME, Body, Cell, Column, Kind, register

SHOWN = 3


def default(body: Body) -> None:
    for subset in body.get("subsets") or ():
        for port in subset.get("ports") or ():
            port.setdefault("protocol", "TCP")


def cells(doc: Doc) -> list[Cell]:
    found = [
        f"{address['ip']}:{port['port']}" if port else address["ip"]
        for subset in doc.get("subsets") or ()
        for port in subset.get("ports") or (None,)
        for address in subset.get("addresses") or ()
    ]
    more = f" + {len(found) - SHOWN} more..." if len(found) > SHOWN else ""
    shown = ",".join(found[:SHOWN]) + more
    return [doc["metadata"]["name"], shown or "<none>", age_of(doc)]


register(
    Kind(
        "v1",
        "Endpoints",
        "endpoints",
        ("ep",),
        singular="endpoints",
        default=default,
        columns=(NAME, Column("Endpoints"), AGE),
        cells=cells,
        deprecation="v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
    )
)
