"""Which sandboxes to advance now, and when to look again: no clock, no database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LOOK_AT_LEAST_EVERY = 1.0
# A sandbox that is due while a worker holds it may be free any moment.
LOOK_AT_HELD_EVERY = 0.1
BATCH = 8
# A task that was sent and moved nothing is sent again, ever more rarely.
FIRST_REPEAT, LONGEST_REPEAT = 1.0, 8.0


@dataclass(frozen=True)
class Due:
    """A sandbox that wants to be advanced at `wake_at`."""

    sandbox: str
    wake_at: float
    leased_until: float = 0.0


@dataclass(frozen=True)
class Sent:
    """A task for this `wake_at` is perhaps still on its way."""

    wake_at: float
    repeat_at: float
    pause: float


Memory = dict[str, Sent]


def look(waiting: Sequence[Due], sent: Memory, now: float) -> tuple[list[Due], float]:
    """The ones to send now, and the time of the next look."""
    when = {due: ripe_at(due, sent, now) for due in waiting}
    ripe = [due for due in waiting if when[due] <= now]
    later = [at for at in when.values() if at > now]
    return ripe, min([now + LOOK_AT_LEAST_EVERY, *later])


def ripe_at(due: Due, sent: Memory, now: float) -> float:
    before = sent.get(due.sandbox)
    if before is not None and before.wake_at == due.wake_at:
        return max(due.wake_at, before.repeat_at)
    if due.wake_at <= now < due.leased_until:
        return min(due.leased_until, now + LOOK_AT_HELD_EVERY)
    return due.wake_at


def remember(ripe: Sequence[Due], sent: Memory, now: float) -> Memory:
    """What is on its way after these were sent, too."""
    return sent | {due.sandbox: note(due, sent.get(due.sandbox), now) for due in ripe}


def note(due: Due, before: Sent | None, now: float) -> Sent:
    pause = FIRST_REPEAT
    if before is not None and before.wake_at == due.wake_at:
        pause = min(before.pause * 2, LONGEST_REPEAT)
    return Sent(due.wake_at, now + pause, pause)


def still_waiting(sent: Memory, waiting: Sequence[Due]) -> Memory:
    """Without the sandboxes that have moved on."""
    names = {due.sandbox for due in waiting}
    return {name: task for name, task in sent.items() if name in names}


def batches(ripe: Sequence[Due]) -> Iterator[list[str]]:
    """A few sandboxes a task, so that the worker's processes share a rush."""
    for start in range(0, len(ripe), BATCH):
        yield [due.sandbox for due in ripe[start : start + BATCH]]
