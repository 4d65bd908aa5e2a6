"""Whose is an object of the API, as pages paint and word it."""

from __future__ import annotations

from clusters.live.words import OWNER, PAINT
from clusters.sim.commands import Doc
from clusters.sim.datacenter import owners
from clusters.sim.world import Key, World


def of(world: World, key: Key, doc: Doc) -> dict[str, str]:
    """The owner as CSS and as a word."""
    word = owners.of_object(world, key, doc)
    return {"paint": PAINT[word], "word": OWNER[word]}
