"""ReplicaSets."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.kubectl.describe import wording
from clusters.terminal.kubectl.describe.describer import Look, describer
from clusters.terminal.kubectl.describe.events import events
from clusters.terminal.kubectl.describe.template import template
from clusters.terminal.kubectl.describe.workloads import conditions, pods


@describer("replicasets.apps")
def replica_set(look: Look) -> Iterator[str]:
    meta, spec, status = look.meta, look.spec, look.status
    yield from wording.named(meta)
    yield f"Selector:\t{wording.selector(spec.get('selector'))}\n"
    yield from wording.marks(meta)
    if wording.controller(meta):
        yield f"Controlled By:\t{wording.controller(meta)}\n"
    yield (
        f"Replicas:\t{status.get('replicas', 0)} current / "
        f"{spec.get('replicas', 0)} desired\n"
    )
    yield from pods(look)
    yield from template(spec.get("template") or {})
    yield from conditions(status)
    yield from events(look)
