"""Who uses a sandbox, and how long nobody did: rests and lifetimes."""

from __future__ import annotations

from django.db import transaction

from clusters import guests
from clusters.models import Endpoint, Sandbox
from clusters.runtime import sandboxes
from clusters.runtime.commit import now
from clusters.runtime.read import read
from clusters.runtime.run import execute
from clusters.sim.commands import ClockCall

NOTED_EVERY = 60.0
"""Looking on is use, too, but noted no more often."""


def used(sandbox_id: str) -> None:
    """Note that somebody looks at a sandbox; a clock that rested goes on."""
    here = now()
    old = Sandbox.objects.filter(id=sandbox_id, used_at__lt=here - NOTED_EVERY)
    # Asked first: an UPDATE waits for the write lock even when it finds nothing.
    if old.exists() and old.update(used_at=here):
        _wake(sandbox_id)


def _wake(sandbox_id: str) -> None:
    row = Sandbox.objects.filter(id=sandbox_id).exclude(rested="")
    mode = row.values_list("rested", flat=True).first()
    if mode:
        execute(sandbox_id, ClockCall(mode=mode, who="halfplane"))
        row.update(rested="")


def note_connection(cluster_id: str, program: str) -> None:
    """Note that somebody's own client came in with a token that counts."""
    fresh = Endpoint.objects.filter(cluster=cluster_id, connected_at=None)
    fresh.update(connected_at=now(), connected_with=program[:100])


def connected(sandbox_id: str, cluster_id: str) -> bool:
    """Whether a client of the learner's own has connected to a cluster."""
    rows = Endpoint.objects.filter(sandbox_id=sandbox_id, cluster=cluster_id)
    return rows.exclude(connected_at=None).exists()


def tidy() -> None:
    """Pause guests' unused clocks, delete guests' old sandboxes."""
    for sandbox in guests.resting(now()):
        mode = read(sandbox.id).clock.mode
        execute(sandbox.id, ClockCall(mode="paused", who="halfplane"))
        Sandbox.objects.filter(id=sandbox.id).update(
            rested=mode, used_at=sandbox.used_at
        )
    for sandbox in guests.outlived(now()):
        with transaction.atomic():
            # Somebody may have come back, or signed up, since the list was read.
            mine = guests.outlived(now()).filter(id=sandbox.id)
            if mine.select_for_update().first() is not None:
                sandboxes.delete(sandbox.id)
