"""Reading a World, as fresh as the last commit."""

from __future__ import annotations

from clusters.runtime import held, load
from clusters.runtime.fresh import version as _version
from clusters.sim.world import World


def read(sandbox_id: str) -> World:
    """The sandbox's World. Raises Gone."""
    held.touch(sandbox_id)
    return load.current(sandbox_id).world


def version(sandbox_id: str) -> int:
    """How many commits the sandbox has seen. Raises Gone."""
    return _version(sandbox_id)
