"""ControllerRevisions: what a DaemonSet's template was at each revision."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.kube.ages import age_of
from clusters.sim.kube.fields import Problem, invalid
from clusters.sim.kube.kind import AGE, NAME, Cell, Column, Kind, register
from clusters.sim.kube.ownership import controller_of, controller_uid
from clusters.sim.world import index

index("k8s.ControllerRevision", "owner", controller_uid)


def validate(body: Doc) -> list[Problem]:
    if body.get("revision", 0) >= 0:
        return []
    told = "must be greater than or equal to 0"
    return [invalid("revision", body["revision"], told)]


def validate_update(body: Doc, old: Doc) -> list[Problem]:
    if body.get("data") == old.get("data"):
        return []
    return [invalid("data", body.get("data"), "field is immutable")]


def cells(doc: Doc) -> list[Cell]:
    owner = controller_of(doc)
    controller = "<none>"
    if owner:
        group = owner["apiVersion"].rpartition("/")[0]
        kind = owner["kind"].lower()
        controller = (
            f"{kind}.{group}/{owner['name']}" if group else f"{kind}/{owner['name']}"
        )
    return [doc["metadata"]["name"], controller, doc.get("revision", 0), age_of(doc)]


register(
    Kind(
        "apps/v1",
        "ControllerRevision",
        "controllerrevisions",
        validate=validate,
        validate_update=validate_update,
        columns=(NAME, Column("Controller"), Column("Revision", "integer"), AGE),
        cells=cells,
    )
)
