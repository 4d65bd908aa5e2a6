"""The runtime for doors that live in an event loop."""

from __future__ import annotations

from typing import Any

from asgiref.sync import sync_to_async

from clusters.runtime import fresh, held, load, log
from clusters.runtime.hub import hub
from clusters.runtime.run import execute
from clusters.sim.commands import Command
from clusters.sim.tx import Change
from clusters.sim.world import World


async def aread(sandbox_id: str) -> World:
    """The sandbox's World, from memory when it has not moved. Raises Gone."""
    known = held.get(sandbox_id)
    cheap = known is not None and fresh.cheap()
    if known and cheap and known.version == fresh.version(sandbox_id):
        return known.world
    found = await sync_to_async(load.current, thread_sensitive=False)(sandbox_id)
    return found.world


async def aexecute(sandbox_id: str, command: Command) -> Any:
    """`execute`, in a thread. Raises Refusal and Gone."""
    return await sync_to_async(execute, thread_sensitive=False)(sandbox_id, command)


async def changes_after(sandbox_id: str, rv: int) -> list[Change] | None:
    """All changes after a revision; None when the log no longer goes back so far."""
    await aread(sandbox_id)
    known = held.get(sandbox_id)
    found = known.after(rv) if known is not None else None
    if found is not None:
        return found
    return await sync_to_async(log.changes_after, thread_sensitive=False)(
        sandbox_id, rv
    )


async def wait(sandbox_id: str, version: int, timeout: float) -> None:  # noqa: ASYNC109 seconds, as the callers' own API has them
    """Return when the sandbox is past `version`, or after `timeout` seconds."""
    await hub().wait(sandbox_id, version, timeout)
