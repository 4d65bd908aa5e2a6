"""How long the kubelet waits before it tries again."""

from __future__ import annotations

from clusters.sim.catalog.timings import kube as timings

MOST_DOUBLINGS = 16


def seconds(tries: int) -> float:
    """After the first, second, … failure: 10, 20, 40, 80, 160, 300, 300 seconds."""
    first, longest = timings.BACKOFF_FIRST.seconds, timings.BACKOFF_LONGEST.seconds
    # A clock that runs fast has thousands of tries behind it in an evening.
    doublings = min(max(0, tries - 1), MOST_DOUBLINGS)
    return min(longest, first * 2.0**doublings)


def restart_step(step: int, last: float | None, ended: float) -> int:
    """How many restarts count towards the next wait; an old one is forgiven."""
    if last is not None and ended - last > timings.BACKOFF_FORGOTTEN.seconds:
        return 0
    return step


def restart_wait(step: int) -> float:
    """Restart 1 is at once, then the back-off grows."""
    return seconds(step) if step else 0.0


def shown(wait: float) -> str:
    """Seconds as Go writes them: `10s`, `1m20s`, `5m0s`."""
    minutes, rest = divmod(int(wait), 60)
    return f"{minutes}m{rest}s" if minutes else f"{rest}s"
