"""PriorityClasses."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.kubectl.describe import wording
from clusters.terminal.kubectl.describe.describer import Look, describer
from clusters.terminal.kubectl.describe.events import events
from clusters.terminal.kubectl.go_words import printed


@describer("priorityclasses.scheduling.k8s.io")
def priority_class(look: Look) -> Iterator[str]:
    doc = look.doc
    yield f"Name:\t{look.info.name}\n"
    yield f"Value:\t{doc.get('value', 0)}\n"
    yield f"GlobalDefault:\t{printed(bool(doc.get('globalDefault')))}\n"
    yield f"PreemptionPolicy:\t{doc.get('preemptionPolicy', '')}\n"
    yield f"Description:\t{doc.get('description', '')}\n"
    yield f"Annotations:\t{wording.flat(look.meta.get('annotations'))}\n"
    yield from events(look)
