"""Deployments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.describe import wording
from clusters.terminal.kubectl.describe.describer import Look, describer
from clusters.terminal.kubectl.describe.events import events
from clusters.terminal.kubectl.describe.template import template
from clusters.terminal.kubectl.describe.workloads import conditions
from clusters.terminal.kubectl.revisions import newest_set, owned_sets


@describer("deployments.apps")
def deployment(look: Look) -> Iterator[str]:
    meta, spec, status = look.meta, look.spec, look.status
    yield from wording.named(meta)
    yield f"CreationTimestamp:\t{wording.moment(meta['creationTimestamp'])}\n"
    yield from wording.marks(meta)
    yield f"Selector:\t{wording.selector(spec.get('selector'))}\n"
    yield (
        f"Replicas:\t{spec.get('replicas', 0)} desired | "
        f"{status.get('updatedReplicas', 0)} updated | "
        f"{status.get('replicas', 0)} total | "
        f"{status.get('availableReplicas', 0)} available | "
        f"{status.get('unavailableReplicas', 0)} unavailable\n"
    )
    strategy = spec.get("strategy") or {}
    yield f"StrategyType:\t{strategy.get('type', '')}\n"
    yield f"MinReadySeconds:\t{spec.get('minReadySeconds', 0)}\n"
    rolling = strategy.get("rollingUpdate")
    if rolling:
        yield (
            f"RollingUpdateStrategy:\t{rolling['maxUnavailable']} max unavailable, "
            f"{rolling['maxSurge']} max surge\n"
        )
    yield from template(spec.get("template") or {})
    yield from conditions(status)
    yield from _sets(look)
    yield from events(look)


def _sets(look: Look) -> Iterator[str]:
    found = owned_sets(look.kubectl, look.doc)
    newest = newest_set(look.doc, found)
    old = [one for one in found if one is not newest]
    yield f"OldReplicaSets:\t{_listed(old)}\n"
    yield f"NewReplicaSet:\t{_listed([newest] if newest else [])}\n"


def _listed(sets: Iterable[Doc]) -> str:
    told = (
        f"{one['metadata']['name']} ({one['status'].get('replicas', 0)}/"
        f"{one['spec'].get('replicas', 0)} replicas created)"
        for one in sets
    )
    return ", ".join(told) or wording.NONE
