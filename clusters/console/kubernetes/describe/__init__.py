"""An object as `kubectl describe` tells it: sections of facts, with links both ways."""

from __future__ import annotations

from clusters.console.kubernetes.describe import (
    access,
    config,
    generic,
    network,
    nodes,
    pods,
    workloads,
)
from clusters.console.kubernetes.describe.parts import Section, Teller
from clusters.sim.commands import Doc
from clusters.sim.kube.kind import of_key
from clusters.sim.world import Key, World

TELLERS: dict[str, Teller] = {
    **pods.TELLERS,
    **workloads.TELLERS,
    **network.TELLERS,
    **config.TELLERS,
    **access.TELLERS,
    **nodes.TELLERS,
}
"""What each kind has of its own; any other is told field by field."""


def sections(world: World, key: Key, body: Doc) -> list[Section]:
    """All sections but the events. `body` is the object as clients read it."""
    tell = TELLERS.get(of_key(key).kind, generic.fields)
    first, *more = [*tell(world, key, body), generic.about(world, key, body)]
    about = [more.pop()] if more else []
    return [
        first,
        *about,
        *more,
        *generic.conditions(body),
        *generic.owned(world, key, body),
    ]
