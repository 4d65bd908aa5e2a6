"""The table row of a binding."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.kube.ages import age_of
from clusters.sim.kube.kind import AGE, NAME, Cell, Column

BINDING_COLUMNS = (
    NAME,
    Column("Role"),
    AGE,
    Column("Users", priority=1),
    Column("Groups", priority=1),
    Column("ServiceAccounts", priority=1),
)


def binding_cells(doc: Doc) -> list[Cell]:
    subjects = doc.get("subjects") or ()
    named: dict[str, list[str]] = {"User": [], "Group": [], "ServiceAccount": []}
    for subject in subjects:
        name = subject["name"]
        if subject["kind"] == "ServiceAccount":
            name = f"{subject.get('namespace', '')}/{name}"
        named[subject["kind"]].append(name)
    ref = doc["roleRef"]
    return [
        doc["metadata"]["name"],
        f"{ref['kind']}/{ref['name']}",
        age_of(doc),
        *(", ".join(found) for found in named.values()),
    ]
