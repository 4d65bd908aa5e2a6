"""DaemonSets."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.kubectl.describe import wording
from clusters.terminal.kubectl.describe.describer import Look, describer
from clusters.terminal.kubectl.describe.events import events
from clusters.terminal.kubectl.describe.template import template
from clusters.terminal.kubectl.describe.workloads import pods

COUNTS = (
    ("Desired Number of Nodes Scheduled", "desiredNumberScheduled"),
    ("Current Number of Nodes Scheduled", "currentNumberScheduled"),
    ("Number of Nodes Scheduled with Up-to-date Pods", "updatedNumberScheduled"),
    ("Number of Nodes Scheduled with Available Pods", "numberAvailable"),
    ("Number of Nodes Misscheduled", "numberMisscheduled"),
)


@describer("daemonsets.apps")
def daemon_set(look: Look) -> Iterator[str]:
    meta, spec, status = look.meta, look.spec, look.status
    made = spec.get("template") or {}
    yield from wording.named(meta)
    yield f"Selector:\t{wording.selector(spec.get('selector'))}\n"
    placed = (made.get("spec") or {}).get("nodeSelector")
    yield f"Node-Selector:\t{wording.flat(placed)}\n"
    yield from wording.marks(meta)
    for title, name in COUNTS:
        yield f"{title}: {status.get(name, 0)}\n"
    yield from pods(look)
    yield from template(made)
    yield from events(look)
