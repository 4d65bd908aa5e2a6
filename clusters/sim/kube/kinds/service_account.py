"""ServiceAccounts."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.kube.ages import age_of
from clusters.sim.kube.kind import AGE, NAME, Cell, Column, Kind, Subresource, register


def cells(doc: Doc) -> list[Cell]:
    return [doc["metadata"]["name"], len(doc.get("secrets") or ()), age_of(doc)]


register(
    Kind(
        "v1",
        "ServiceAccount",
        "serviceaccounts",
        ("sa",),
        subresources={
            "token": Subresource(
                "TokenRequest", ("create",), "authentication.k8s.io", "v1"
            )
        },
        returns_deleted=True,
        columns=(NAME, Column("Secrets", "integer"), AGE),
        cells=cells,
    )
)
