"""The only writer of a sandbox's log: one record a version, or nothing."""

from __future__ import annotations

import time
from typing import NamedTuple

from django.db import connection

from clusters.models import ChangeRecord, Endpoint, Snapshot
from clusters.runtime.blob import packed
from clusters.runtime.held import Held
from clusters.sim import history
from clusters.sim.engine import Outcome
from clusters.sim.tx import Change
from clusters.sim.world import World

SNAPSHOT_EVERY = 500
"""Records after which a new snapshot replaces the old one."""
RECORDS_KEPT = 5000
"""So far back does a sandbox's history go, in commits."""
ADVANCE_GAP = 0.2
"""Seconds of the wall between two advances of a sandbox, however fast its clock."""


# The statements of every commit, written out: the ORM takes longer to phrase them
# than the database to run them.
LEASE = """
UPDATE clusters_sandbox SET leased_until = %s WHERE id = %s AND leased_until < %s
"""
MOVE = """
UPDATE clusters_sandbox SET version = %s, rv = %s, wake_at = %s,
leased_until = COALESCE(%s, leased_until), used_at = COALESCE(%s, used_at)
WHERE id = %s AND version = %s
"""
LOG = """
INSERT INTO clusters_changerecord (sandbox_id, version, rv, told, data)
VALUES (%s, %s, %s, %s, %s)
"""


class Beaten(Exception):
    """Another process committed first."""


def leased(sandbox_id: str, now: float, until: float) -> bool:
    """Lease a sandbox for advancing it; False when another worker has it, or none."""
    with connection.cursor() as cursor:
        cursor.execute(LEASE, [until, sandbox_id, now])
        return bool(cursor.rowcount)


class Columns(NamedTuple):
    """What else a commit notes of its sandbox; None leaves a column as it is."""

    wake_at: float | None
    leased_until: float | None = None
    used_at: float | None = None


def write(
    sandbox_id: str, before: Held, outcome: Outcome, wall: float, columns: Columns
) -> Held:
    """Store what became of `before`; must run inside a transaction.

    Raises Beaten when the sandbox is no longer at the version that `before` has.
    """
    world, version = outcome.world, before.version + 1
    record = history.record(before.world, world, outcome.changes, wall)
    told = history.events(record)
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [version, world.rv, *columns, sandbox_id, before.version])
        if not cursor.rowcount:
            raise Beaten(sandbox_id)
        data = packed(record)
        cursor.execute(LOG, [sandbox_id, version, world.rv, bool(told), data])
    if version % SNAPSHOT_EVERY == 0:
        save_snapshot(sandbox_id, version, world)
        _prune(sandbox_id, version)
    _follow_endpoints(sandbox_id, outcome.changes)
    return before.followed(version, world, outcome.changes, told)


def save_snapshot(sandbox_id: str, version: int, world: World) -> None:
    """Replace the sandbox's snapshot."""
    Snapshot.objects.update_or_create(
        sandbox_id=sandbox_id,
        defaults={"version": version, "data": packed(history.snapshot(world))},
    )


def _prune(sandbox_id: str, version: int) -> None:
    """Forget the oldest records of a long log; the snapshot is newer than they are."""
    old = ChangeRecord.objects.filter(sandbox_id=sandbox_id)
    old.filter(version__lte=version - RECORDS_KEPT).delete()


def wake_at(world: World, *, now: float, advanced: bool) -> float | None:
    """When the sandbox wants to be advanced, in epoch seconds; None: never."""
    due = world.clock.wall(world.next_due())
    if due == float("inf"):
        return None
    return max(due, now + ADVANCE_GAP) if advanced else due


def _follow_endpoints(sandbox_id: str, changes: list[Change]) -> None:
    for change in changes:
        if change.key.kind != "eks.Cluster" or change.told is not None:
            continue
        if change.after is None and change.before is not None:
            Endpoint.objects.filter(cluster=change.before["_"]["id"]).delete()
        elif change.before is None and change.after is not None:
            Endpoint.objects.create(
                cluster=change.after["_"]["id"],
                sandbox_id=sandbox_id,
                region=change.key.scope,
                name=change.key.name,
            )


def now() -> float:
    """The wall's time. Only here does a World's time come from outside."""
    return round(time.time(), 6)
