"""The Pod template of a controller."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.describe.containers import containers
from clusters.terminal.kubectl.describe.placing import spread, tolerations
from clusters.terminal.kubectl.describe.volumes import volumes
from clusters.terminal.kubectl.describe.wording import labels, notes

SPACE = "  "


def template(made: Doc) -> Iterator[str]:
    """What the Pods of a controller are made from."""
    meta, spec = made.get("metadata") or {}, made.get("spec") or {}
    yield "Pod Template:\n"
    yield from labels(f"{SPACE}Labels", meta.get("labels"))
    if meta.get("annotations"):
        yield from notes(f"{SPACE}Annotations", meta["annotations"])
    if spec.get("serviceAccountName"):
        yield f"{SPACE}Service Account:\t{spec['serviceAccountName']}\n"
    if spec.get("initContainers"):
        yield from containers("Init Containers", spec["initContainers"], space=SPACE)
    yield from containers("Containers", spec.get("containers"), space=SPACE)
    yield from volumes(spec.get("volumes"), SPACE)
    yield from spread(spec.get("topologySpreadConstraints"), SPACE)
    if spec.get("priorityClassName"):
        yield f"{SPACE}Priority Class Name:\t{spec['priorityClassName']}\n"
    yield from labels(f"{SPACE}Node-Selectors", spec.get("nodeSelector"))
    yield from tolerations(f"{SPACE}Tolerations", spec.get("tolerations"))
