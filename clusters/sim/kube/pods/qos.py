"""The quality-of-service class of a Pod."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusters.sim.commands import Doc
from clusters.sim.kube import quantity

COUNTED = ("cpu", "memory")


def qos_class(spec: Doc) -> str:
    """Guaranteed, Burstable or BestEffort, by requests and limits."""
    every = [*(spec.get("initContainers") or ()), *(spec.get("containers") or ())]
    resources = [container.get("resources") or {} for container in every]
    asked = [_counted(r.get("requests")) for r in resources]
    limited = [_counted(r.get("limits")) for r in resources]
    if not any(asked) and not any(limited):
        return "BestEffort"
    for requests, limits in zip(asked, limited, strict=True):
        if set(limits) != set(COUNTED) or (requests and requests != limits):
            return "Burstable"
    return "Guaranteed"


def _counted(amounts: Mapping[str, Any] | None) -> dict[str, Any]:
    found = amounts or {}
    parsed = {name: quantity.parse(found[name]) for name in COUNTED if name in found}
    return {name: value for name, value in parsed.items() if value}
