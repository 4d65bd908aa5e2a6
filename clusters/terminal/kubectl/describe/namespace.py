"""Namespaces."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.terminal.kubectl.describe import wording
from clusters.terminal.kubectl.describe.describer import Look, describer

TITLES = ("Type", "Status", "LastTransitionTime", "Reason", "Message")


@describer("namespaces")
def namespace(look: Look) -> Iterator[str]:
    yield from wording.head(look.meta, spaced=False)
    yield f"Status:\t{look.status.get('phase', '')}\n"
    found = look.status.get("conditions") or ()
    if found:
        yield "Conditions:\n  " + "\t".join(TITLES) + "\n"
        yield "  " + "\t".join("-" * len(title) for title in TITLES) + "\n"
    for one in found:
        changed = wording.moment(one.get("lastTransitionTime"))
        yield (
            f"  {one['type']} \t{one['status']} \t{changed} \t{one.get('reason', '')} "
            f"\t{one.get('message', '')}\n"
        )
