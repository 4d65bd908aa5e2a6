"""PriorityClasses."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.kube.ages import age_of
from clusters.sim.kube.fields import Problem, forbidden, unsupported
from clusters.sim.kube.kind import AGE, NAME, Body, Cell, Column, Kind, register

HIGHEST = 1_000_000_000
POLICIES = ("PreemptLowerPriority", "Never")
SYSTEM = "system-"


def default(body: Body) -> None:
    body.setdefault("preemptionPolicy", "PreemptLowerPriority")


def validate(body: Doc) -> list[Problem]:
    out: list[Problem] = []
    name, value = body["metadata"].get("name", ""), body.get("value", 0)
    if name.startswith(SYSTEM):
        told = "priority class names with 'system-' prefix are reserved for system use only"
        out.append(forbidden("metadata.name", told))
    elif value > HIGHEST:
        told = f"maximum allowed value of a user defined priority is {HIGHEST}"
        out.append(forbidden("value", told))
    if body["preemptionPolicy"] not in POLICIES:
        found = body["preemptionPolicy"]
        out.append(unsupported("preemptionPolicy", found, POLICIES))
    return out


def validate_update(body: Doc, old: Doc) -> list[Problem]:
    if body.get("value") == old.get("value"):
        return []
    return [forbidden("value", "may not be changed in an update.")]


def cells(doc: Doc) -> list[Cell]:
    return [
        doc["metadata"]["name"],
        doc.get("value", 0),
        bool(doc.get("globalDefault")),
        age_of(doc),
        doc.get("preemptionPolicy", ""),
    ]


COLUMNS = (
    NAME,
    Column("Value", "integer"),
    Column("Global-Default", "boolean"),
    AGE,
    Column("PreemptionPolicy"),
)

register(
    Kind(
        "scheduling.k8s.io/v1",
        "PriorityClass",
        "priorityclasses",
        ("pc",),
        namespaced=False,
        has_generation=True,
        default=default,
        validate=validate,
        validate_update=validate_update,
        columns=COLUMNS,
        cells=cells,
    )
)
