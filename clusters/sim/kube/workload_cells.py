"""What the table rows of Deployments, ReplicaSets and DaemonSets share."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.kube import selectors
from clusters.sim.kube.kind import Cell, Column

WIDE = (
    Column("Containers", priority=1),
    Column("Images", priority=1),
    Column("Selector", priority=1),
)


def wide(doc: Doc) -> list[Cell]:
    """The three cells of `-o wide`: containers, images, selector."""
    spec = doc["spec"]
    containers = spec["template"]["spec"].get("containers") or ()
    return [
        ",".join(container["name"] for container in containers),
        ",".join(container["image"] for container in containers),
        selectors.written(spec.get("selector")),
    ]
