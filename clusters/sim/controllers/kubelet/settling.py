"""How the kubelet remembers where a container is on its way."""

from __future__ import annotations

from typing import Any

from clusters.sim.controllers.kubelet.work import Look


def settle(
    memory: dict[str, Any], phase: str, until: float = 0.0, *, recurring: bool = False
) -> Look | None:
    """Note a container's phase and when it ends."""
    memory["phase"], memory["recurring"] = phase, recurring
    if until:
        memory["until"] = until
        return Look(until, recurring)
    memory.pop("until", None)
    return None
