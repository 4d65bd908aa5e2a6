"""Making and unmaking sandboxes."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction

from clusters.models import (
    ChangeRecord,
    Endpoint,
    FormDraft,
    RefusedRequest,
    Sandbox,
    Snapshot,
    Terminal,
    TerminalEntry,
)
from clusters.runtime import held
from clusters.runtime.commit import now, save_snapshot, wake_at
from clusters.runtime.site import site
from clusters.sim import engine
from clusters.sim.clock import Clock, Segment, wanted_speed
from clusters.sim.commands import StartCall
from clusters.sim.world import World

REGION = "us-west-2"
ALPHABET = "bcdfghjkmnpqrstvwxz23456789"
"""No vowels, so no words; no 0, 1 and l, so that it can be read aloud."""
TRIES = 5


def create(name: str = "", *, speed: str = "auto", seed: int | None = None) -> Sandbox:
    """A new account with its starters, ready to use.

    `speed` is a clock mode. Secrets come from the operating system; the seed only
    drives what is simulated.
    """
    chosen = secrets.randbits(48) if seed is None else seed
    for _ in range(TRIES - 1):
        try:
            return _create(name, speed, chosen)
        except IntegrityError:
            continue
    return _create(name, speed, chosen)


def _create(name: str, speed: str, seed: int) -> Sandbox:
    wall = now()
    account = str(10**11 + secrets.randbelow(9 * 10**11))
    slug = "".join(secrets.choice(ALPHABET) for _ in range(10))
    with transaction.atomic():
        sandbox = Sandbox.objects.create(
            id=slug,
            name=name or slug,
            account=account,
            region=REGION,
            created_at=wall,
            used_at=wall,
        )
        _fill(sandbox, speed, seed, wall)
    return sandbox


def _fill(sandbox: Sandbox, speed: str, seed: int, wall: float) -> None:
    clock = Clock(speed, (Segment(0.0, wall, wanted_speed(speed, provisioning=False)),))
    empty = World(seed, clock)
    start = StartCall(account=sandbox.account, region=sandbox.region)
    world = engine.execute(empty, start, wall, site()).world
    sandbox.version += 1
    sandbox.rv = world.rv
    sandbox.wake_at = wake_at(world, now=wall, advanced=False)
    sandbox.save()
    save_snapshot(sandbox.id, sandbox.version, world)


def reset(sandbox_id: str, *, speed: str = "auto") -> None:
    """An account as it was on its first day: everything in it is gone.

    The version goes on, so that nobody takes the old World for the new one.
    """
    with transaction.atomic():
        sandbox = Sandbox.objects.select_for_update().get(id=sandbox_id)
        ChangeRecord.objects.filter(sandbox=sandbox).delete()
        Endpoint.objects.filter(sandbox=sandbox).delete()
        Snapshot.objects.filter(sandbox=sandbox).delete()
        FormDraft.objects.filter(sandbox=sandbox).delete()
        RefusedRequest.objects.filter(sandbox=sandbox).delete()
        Terminal.objects.filter(sandbox=sandbox).delete()
        TerminalEntry.objects.filter(sandbox=sandbox).delete()
        _fill(sandbox, speed, secrets.randbits(48), now())
    held.drop(sandbox_id)


def delete(sandbox_id: str) -> None:
    """A sandbox and everything that belongs to it, for ever."""
    Sandbox.objects.filter(id=sandbox_id).delete()
    held.drop(sandbox_id)
