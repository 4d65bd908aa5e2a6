"""Waiting, in an event loop, until a sandbox moves: one listener for all waiters."""

from __future__ import annotations

import asyncio
import json
from weakref import WeakKeyDictionary

import redis
import redis.asyncio
from asgiref.sync import sync_to_async
from django.conf import settings

from clusters.runtime import fresh
from clusters.runtime.announce import HINTS

QUIET_SECONDS = 0.25
"""A sandbox that keeps moving is announced at most this often."""
LOOK_SECONDS = 1.0
"""A lost hint costs no more: so often are waited-for versions looked up."""

PAST_ALL = 1 << 62
"""The version of what is gone."""

Waiter = asyncio.Future[None]


class Hub:
    """The waiters of one event loop, by sandbox."""

    def __init__(self) -> None:
        self.waiting: dict[str, set[Waiter]] = {}
        self.told: dict[str, float] = {}
        self.known: dict[str, int] = {}
        self.tasks: list[asyncio.Task[None]] = []

    async def wait(self, sandbox_id: str, version: int, seconds: float) -> None:
        """Return when the sandbox is past `version`, or after so many seconds."""
        self._start()
        if self.known.get(sandbox_id, 0) > version:
            return
        waiter: Waiter = asyncio.get_running_loop().create_future()
        self.waiting.setdefault(sandbox_id, set()).add(waiter)
        try:
            await asyncio.wait([waiter], timeout=seconds)
        finally:
            waiter.cancel()
            self._forget(sandbox_id, waiter)

    def _forget(self, sandbox_id: str, waiter: Waiter) -> None:
        waiters = self.waiting.get(sandbox_id, set())
        waiters.discard(waiter)
        if not waiters:
            self.waiting.pop(sandbox_id, None)
            if len(self.known) > len(self.waiting) + 1000:
                self.known.clear()
                self.told.clear()

    def moved(self, sandbox_id: str, version: int) -> None:
        """A sandbox is now at `version`: wake its waiters, at most every so often."""
        if version <= self.known.get(sandbox_id, 0) and sandbox_id not in self.waiting:
            return
        loop = asyncio.get_running_loop()
        gap = self.told.get(sandbox_id, 0.0) + QUIET_SECONDS - loop.time()
        if gap <= 0:
            self._release(sandbox_id, version)
        else:
            loop.call_later(gap, self._release, sandbox_id, version)

    def _release(self, sandbox_id: str, version: int) -> None:
        self.told[sandbox_id] = asyncio.get_running_loop().time()
        self.known[sandbox_id] = max(version, self.known.get(sandbox_id, 0))
        for waiter in self.waiting.pop(sandbox_id, set()):
            if not waiter.done():
                waiter.set_result(None)

    def _start(self) -> None:
        if not self.tasks:
            self.tasks = [
                asyncio.create_task(self._listen()),
                asyncio.create_task(self._look()),
            ]

    async def _listen(self) -> None:
        """Follow the hints; when Redis goes away, come back to it."""
        while True:
            client = redis.asyncio.Redis.from_url(settings.REDIS_URL)
            try:
                async with client.pubsub() as hints:
                    await hints.subscribe(HINTS)
                    async for message in hints.listen():
                        if message["type"] == "message":
                            self._heard(message["data"])
            except (redis.RedisError, OSError):
                task = asyncio.current_task()
                if task is not None and task.cancelling():
                    raise  # redis-py takes a cancellation for a failed connection
                await asyncio.sleep(LOOK_SECONDS)
            finally:
                await client.aclose()

    def _heard(self, data: bytes) -> None:
        try:
            hint = json.loads(data)
            self.moved(hint["s"], hint["v"])
        except (ValueError, LookupError, TypeError):
            return  # not ours; a Redis may be shared

    async def _look(self) -> None:
        """Look up what is waited for, in case a hint was lost."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            for sandbox_id in list(self.waiting):
                self.moved_to(sandbox_id, await version_of(sandbox_id))

    def moved_to(self, sandbox_id: str, version: int) -> None:
        if version != self.known.get(sandbox_id):
            self.moved(sandbox_id, version)


async def version_of(sandbox_id: str) -> int:
    """The sandbox's version; a sandbox that is gone is past every version."""
    try:
        if fresh.cheap():
            return fresh.version(sandbox_id)
        return await sync_to_async(fresh.version)(sandbox_id)
    except fresh.Gone:
        return PAST_ALL


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running event loop."""
    return _hubs.setdefault(asyncio.get_running_loop(), Hub())
