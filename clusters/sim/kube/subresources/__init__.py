"""What can be written below an object."""

from __future__ import annotations

from collections.abc import Callable

from clusters.sim.commands import KubeCall
from clusters.sim.kube.answer import Answer
from clusters.sim.kube.kind import Kind
from clusters.sim.kube.subresources import (
    binding,
    eviction,
    finalize,
    scale,
    status,
    token,
)
from clusters.sim.tx import Tx

DOORS: dict[str, Callable[[Tx, Kind, KubeCall], Answer]] = {
    "binding": binding.run,
    "eviction": eviction.run,
    "finalize": finalize.run,
    "scale": scale.run,
    "status": status.run,
    "token": token.run,
}
"""Subresources that take writes, by name."""
