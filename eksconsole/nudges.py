"""Sleeping until a time, or until a nudge over Redis names an earlier one."""

from __future__ import annotations

import logging
import time

import redis
from redis.client import PubSub

log = logging.getLogger("halfplane.nudges")

CHANNEL = "halfplane:waker"
RECONNECT_AFTER = 1.0


class Nudges:
    """A subscription that comes back when Redis does."""

    def __init__(self, url: str) -> None:
        self.client = redis.Redis.from_url(url, socket_connect_timeout=1)
        self.pubsub: PubSub = self.client.pubsub(  # type: ignore[no-untyped-call]
            ignore_subscribe_messages=True
        )

    def sleep_until(self, when: float) -> None:
        """Return at `when`, or at the earliest time that a nudge names."""
        while (left := when - time.time()) > 0:
            nudged = self.next_nudge(left)
            if nudged is not None:
                when = min(when, nudged)

    def next_nudge(self, patience: float) -> float | None:
        """The time that the next nudge names; None when none came in time."""
        try:
            self.connect()
            message = self.pubsub.get_message(timeout=patience)
        except redis.RedisError as problem:
            self.disconnected(problem)
            time.sleep(min(patience, RECONNECT_AFTER))
            return None
        return None if message is None else named_time(message["data"])

    def connect(self) -> None:
        if not self.pubsub.subscribed:
            self.pubsub.subscribe(CHANNEL)
            log.info("listening for nudges")

    def disconnected(self, problem: redis.RedisError) -> None:
        if self.pubsub.subscribed:
            log.warning("no nudges for now: %s", problem)
        self.pubsub.close()


def named_time(data: bytes) -> float | None:
    """The time in `<sandbox id> <epoch seconds>`."""
    try:
        _, _, epoch = data.decode().rpartition(" ")
        return float(epoch)
    except ValueError:
        return None
