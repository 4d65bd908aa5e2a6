"""Running the pure core: once free, and when beaten once more under the row lock."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import transaction

from clusters.models import Sandbox
from clusters.runtime import held, load
from clusters.runtime.announce import announce
from clusters.runtime.commit import Beaten, Columns, leased, now, wake_at, write
from clusters.runtime.fresh import Gone
from clusters.runtime.held import Held
from clusters.runtime.site import site
from clusters.sim import engine, getting_started, history
from clusters.sim.commands import AwsCall, Command
from clusters.sim.engine import Outcome
from clusters.sim.world import World

LEASE_SECONDS = 5.0
"""A worker that dies while advancing a sandbox holds it up no longer than this."""
SLICE_SECONDS = 0.05
LOOK_OWED_SECONDS = 5.0
"""A step whose worker died before it looked is looked at no later than this."""

Step = Callable[[World, float], Outcome]


def execute(sandbox_id: str, command: Command) -> Any:
    """The command's answer, after its changes are committed.

    Raises Refusal (then nothing changed) and Gone.
    """
    if isinstance(command, AwsCall) and engine.only_reads(command):
        world = load.current(sandbox_id).world
        return engine.answer(world, command, now(), site())
    place = site()

    def step(world: World, wall: float) -> Outcome:
        return engine.execute(world, command, wall, place)

    return _committed(sandbox_id, step, advanced=False).result


def advance(sandbox_id: str) -> bool:
    """Run what is due, in slices. False: another worker has the sandbox, or it is gone."""
    start = now()
    if not leased(sandbox_id, start, start + LEASE_SECONDS):
        return False
    more = True
    place = site()

    def step(world: World, wall: float) -> Outcome:
        end = time.monotonic() + SLICE_SECONDS
        return engine.advance(world, wall, place, full=lambda: time.monotonic() > end)

    try:
        while more:
            more = _committed(sandbox_id, step, advanced=True).more
    finally:
        if more:  # the last commit gives the lease back; this one failed
            Sandbox.objects.filter(id=sandbox_id).update(leased_until=0)
    return True


def rest(sandbox_id: str, version: int) -> None:
    """The steps have looked at this version: until it moves they want no waking."""
    found = load.current(sandbox_id)
    if found.version == version:
        wake = wake_at(found.world, now=now(), advanced=True)
        Sandbox.objects.filter(id=sandbox_id, version=version).update(wake_at=wake)


def _committed(sandbox_id: str, step: Step, *, advanced: bool) -> Outcome:
    with held.lock(sandbox_id):
        before = load.current(sandbox_id)
        wall = now()
        outcome = step(before.world, wall)
        if not advanced and not _moved(before.world, outcome):
            return outcome
        try:
            with transaction.atomic(durable=True):
                after = _write(sandbox_id, before, outcome, wall, advanced=advanced)
        except Beaten:
            with transaction.atomic(durable=True):
                if not Sandbox.objects.select_for_update().filter(id=sandbox_id):
                    raise Gone(sandbox_id) from None
                before = load.caught_up(sandbox_id, before)
                wall = now()
                outcome = step(before.world, wall)
                after = _write(sandbox_id, before, outcome, wall, advanced=advanced)
        held.keep(sandbox_id, after)
    announce(
        sandbox_id,
        after.version,
        outcome.world.rv,
        history.kinds(outcome.changes),
        _wake(outcome, advanced=advanced),
    )
    return outcome


def _write(
    sandbox_id: str, before: Held, outcome: Outcome, wall: float, *, advanced: bool
) -> Held:
    wake = _wake(outcome, advanced=advanced)
    leased_until = wall + LEASE_SECONDS if outcome.more else 0.0
    if not _moved(before.world, outcome):
        row = Sandbox.objects.filter(id=sandbox_id)
        row.update(wake_at=wake, leased_until=leased_until)
        return before
    if advanced:
        columns = Columns(wake, leased_until=leased_until)
    else:
        columns = Columns(wake, used_at=wall)
    return write(sandbox_id, before, outcome, wall, columns)


def _wake(outcome: Outcome, *, advanced: bool) -> float | None:
    wall = now()
    due = wake_at(outcome.world, now=wall, advanced=advanced)
    if not getting_started.active(outcome.world):
        return due
    # A step may be waiting for this very change, and `rest` says that it has looked.
    owed = wall + LOOK_OWED_SECONDS if advanced else wall
    return owed if due is None else min(due, owed)


def _moved(world: World, outcome: Outcome) -> bool:
    after = outcome.world
    return (
        bool(outcome.changes)
        or after.agenda != world.agenda
        or after.clock != world.clock
        or after.counter != world.counter
    )
