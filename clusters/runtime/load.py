"""Loading a World: what is remembered plus the log since, or the snapshot plus it."""

from __future__ import annotations

from typing import Any

from django.db import connection

from clusters.models import Snapshot
from clusters.runtime import held
from clusters.runtime.blob import unpacked
from clusters.runtime.fresh import Gone, version
from clusters.runtime.held import Held
from clusters.sim import history


def current(sandbox_id: str) -> Held:
    """The sandbox as fresh as the last commit, whichever process made it.

    Raises Gone.
    """
    known = held.get(sandbox_id)
    if known is not None and known.version == version(sandbox_id):
        return known
    with held.lock(sandbox_id):
        return held.keep(sandbox_id, caught_up(sandbox_id, held.get(sandbox_id)))


def caught_up(sandbox_id: str, known: Held | None) -> Held:
    """Follow the log from what is known, else from the snapshot."""
    if known is not None:
        records = _records(sandbox_id, known.version)
        if records and records[0][0] == known.version + 1:
            return _followed(known, records)
        if not records and known.version == version(sandbox_id):
            return known
    snapshot = Snapshot.objects.filter(sandbox_id=sandbox_id).first()
    if snapshot is None:
        held.drop(sandbox_id)
        raise Gone(sandbox_id)
    world = history.from_snapshot(unpacked(snapshot.data))
    start = Held(snapshot.version, world, (), world.rv)
    found = _followed(start, _records(sandbox_id, snapshot.version))
    # Whoever asks for older changes gets them from the log: a World that is only
    # looked at now and then should not carry its past.
    return Held(found.version, found.world, (), found.world.rv)


# Written out, as in `commit`: every process that follows a sandbox asks this.
RECORDS = """
SELECT version, data FROM clusters_changerecord
WHERE sandbox_id = %s AND version > %s ORDER BY version
"""


def _records(sandbox_id: str, after: int) -> list[tuple[int, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(RECORDS, [sandbox_id, after])
        return list(cursor.fetchall())


def _followed(known: Held, records: list[tuple[int, Any]]) -> Held:
    if not records:
        return known
    values = [unpacked(data) for _, data in records]
    world, changes = history.replayed(known.world, values)
    told = [event for value in values for event in history.events(value)]
    return known.followed(records[-1][0], world, changes, told)
