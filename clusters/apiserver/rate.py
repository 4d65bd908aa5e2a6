"""How many writes a sandbox may send: plenty, but no client in a loop starves others."""

from __future__ import annotations

import time

from clusters.sim.kube.errors import TooManyRequests

BURST = 600.0
PER_SECOND = 60.0
REMEMBERED = 4096

_left: dict[str, tuple[float, float]] = {}


def take(sandbox: str) -> None:
    """Count a write. Refuses (429) one that is too many; clients wait and try again."""
    here = time.monotonic()
    left, since = _left.get(sandbox, (BURST, here))
    left = min(BURST, left + (here - since) * PER_SECOND)
    if left < 1:
        text = "Too many requests, please try again later."
        raise TooManyRequests(text, retryAfterSeconds=1)
    if len(_left) >= REMEMBERED:
        _left.clear()
    _left[sandbox] = (left - 1, here)
