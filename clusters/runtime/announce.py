"""After a commit: a hint to whoever watches, a nudge to the waker. Never a fact."""

from __future__ import annotations

import json
from functools import cache

import redis
from django.conf import settings

HINTS = "halfplane:hints"
WAKER = "halfplane:waker"


@cache
def _redis(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url, socket_timeout=0.5, socket_connect_timeout=0.5, retry=None
    )


def announce(
    sandbox_id: str, version: int, rv: int, kinds: set[str], wake: float | None
) -> None:
    """Tell that a sandbox moved. While Redis is away, readers and waker find out."""
    hint = {"s": sandbox_id, "v": version, "rv": rv, "k": sorted(kinds)}
    pipe = _redis(settings.REDIS_URL).pipeline(transaction=False)
    pipe.publish(HINTS, json.dumps(hint, separators=(",", ":")))
    if wake is not None:
        pipe.publish(WAKER, f"{sandbox_id} {wake:.3f}")
    try:
        pipe.execute()
    except redis.RedisError:
        return
