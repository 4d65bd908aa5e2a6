"""Sleep until a sandbox wants to be advanced, then send a task that does it.

The database says when; a nudge over Redis only shortens the sleep, so a lost one
costs a second. With nothing due nothing is sent.
"""

from __future__ import annotations

import logging
import time

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from kombu.exceptions import OperationalError as BrokerError

from clusters import guests
from clusters.models import Sandbox
from eksconsole.celery import app
from eksconsole.nudges import Nudges
from eksconsole.readiness import mark_ready
from eksconsole.wake_plan import (
    LONGEST_REPEAT,
    LOOK_AT_LEAST_EVERY,
    Due,
    Memory,
    batches,
    look,
    remember,
    still_waiting,
)

log = logging.getLogger("halfplane.waker")

TASK = "clusters.advance_sandboxes"
TIDY = "clusters.tidy"
LOOK_FOR_DISORDER_EVERY = 60.0
# Nudges come in bursts when many learners work at once: one look serves them all.
LOOK_AT_MOST_EVERY = 0.01


def wake_forever() -> None:
    nudges, sent, tidy_at = Nudges(settings.REDIS_URL), Memory(), 0.0
    well = False
    while True:
        started = time.time()
        again_at = started + LOOK_AT_LEAST_EVERY
        try:
            sent, again_at = turn(sent, started)
            tidy_at = tidied(tidy_at, started)
            if not well:
                log.info("waking sandboxes")
                mark_ready("waker")
            well = True
        except (BrokerError, DatabaseError) as problem:
            if well:
                log.warning("cannot wake anybody, trying again: %s", problem)
            well = False
            connection.close()
        nudges.sleep_until(again_at)
        time.sleep(max(0.0, started + LOOK_AT_MOST_EVERY - time.time()))


def tidied(due: float, now: float) -> float:
    """Have things tidied if there is a need; when to look for one again."""
    if now < due:
        return due
    if guests.untidy(now):
        app.send_task(TIDY, expires=LOOK_FOR_DISORDER_EVERY)
    return now + LOOK_FOR_DISORDER_EVERY


def turn(sent: Memory, now: float) -> tuple[Memory, float]:
    """Send what is due; what is on its way then, and when to look again."""
    waiting = waiting_before(now + LOOK_AT_LEAST_EVERY)
    sent = still_waiting(sent, waiting)
    ripe, again_at = look(waiting, sent, now)
    for names in batches(ripe):
        app.send_task(TASK, args=[names], expires=LONGEST_REPEAT)
    return remember(ripe, sent, now), again_at


def waiting_before(horizon: float) -> list[Due]:
    rows = (
        Sandbox.objects.filter(wake_at__lte=horizon)
        .order_by("wake_at")
        .values_list("id", "wake_at", "leased_until")
    )
    return [Due(name, at, held) for name, at, held in rows if at is not None]
