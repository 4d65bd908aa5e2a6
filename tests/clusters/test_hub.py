"""Waiting until a sandbox moves: woken by a hint, by a look, or by the time."""

from __future__ import annotations

import asyncio
import json
import time

import pytest
import redis
from asgiref.sync import sync_to_async

from clusters import runtime
from clusters.runtime import hub as waiting
from clusters.runtime.announce import HINTS
from clusters.runtime.hub import Hub
from clusters.sim.commands import ClockCall

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("redis_url"),
]

MOMENT = 0.05


@pytest.fixture
async def hub():
    made = Hub()
    yield made
    for task in made.tasks:
        task.cancel()
    await asyncio.gather(*made.tasks, return_exceptions=True)


@pytest.fixture
def unheard(monkeypatch):
    """Hints go astray, and nobody looks."""
    monkeypatch.setattr(Hub, "_start", lambda _self: None)


async def still_waits(waiter: asyncio.Task[None]) -> bool:
    return not (await asyncio.wait([waiter], timeout=MOMENT))[0]


def waits(hub: Hub, sandbox: str, version: int) -> asyncio.Task[None]:
    return asyncio.create_task(hub.wait(sandbox, version, 30))


async def test_who_waits_is_woken_by_a_newer_version(hub, unheard):
    waiter = waits(hub, "one", 4)
    assert await still_waits(waiter)

    hub.moved("one", 5)

    await asyncio.wait_for(waiter, 1)
    assert hub.waiting == {}


async def test_another_sandboxs_news_wakes_nobody(hub, unheard):
    waiter = waits(hub, "one", 4)

    hub.moved("two", 5)

    assert await still_waits(waiter)
    waiter.cancel()


async def test_who_comes_late_does_not_wait_for_what_was_announced(hub, unheard):
    hub.moved("one", 5)

    await asyncio.wait_for(hub.wait("one", 4, 30), 1)


async def test_the_time_ends_a_wait_and_leaves_nothing_behind(hub, unheard):
    await hub.wait("one", 4, 0.01)

    assert hub.waiting == {}


async def test_a_wait_that_is_cancelled_leaves_nothing_behind(hub, unheard):
    waiter = waits(hub, "one", 4)
    await still_waits(waiter)

    waiter.cancel()
    await asyncio.gather(waiter, return_exceptions=True)

    assert hub.waiting == {}


async def test_a_busy_sandbox_is_announced_four_times_a_second(hub, unheard):
    loop, woken, version = asyncio.get_running_loop(), [], 0
    end = loop.time() + 1.0
    while loop.time() < end:
        waiter = waits(hub, "one", version)
        while not waiter.done():
            version += 1
            hub.moved("one", version)
            await asyncio.sleep(0.005)
        woken.append(loop.time())

    # The first at once, then one every quarter second.
    assert 2 <= len(woken) <= 6


async def test_after_a_burst_the_last_version_is_announced(hub, unheard):
    for version in range(1, 20):
        hub.moved("one", version)

    await asyncio.wait_for(hub.wait("one", 18, 30), 1)

    assert hub.known["one"] == 19


async def test_a_commit_wakes_by_its_hint(hub):
    sandbox = await sync_to_async(runtime.create)("tests")
    version = await sync_to_async(runtime.version)(sandbox.id)
    waiter = waits(hub, sandbox.id, version)
    await still_waits(waiter)

    call = ClockCall(mode="10x")
    await sync_to_async(runtime.execute)(sandbox.id, call)

    await asyncio.wait_for(waiter, 5)
    assert hub.known[sandbox.id] == version + 1


async def test_a_lost_hint_costs_a_look(hub, monkeypatch):
    monkeypatch.setattr(waiting, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(waiting, "HINTS", "another:channel")
    sandbox = await sync_to_async(runtime.create)("tests")
    version = await sync_to_async(runtime.version)(sandbox.id)
    waiter = waits(hub, sandbox.id, version)

    await sync_to_async(runtime.execute)(sandbox.id, ClockCall(mode="10x"))

    await asyncio.wait_for(waiter, 5)


async def test_a_sandbox_that_is_deleted_wakes_who_waits_for_it(hub, monkeypatch):
    monkeypatch.setattr(waiting, "LOOK_SECONDS", 0.05)
    sandbox = await sync_to_async(runtime.create)("tests")
    version = await sync_to_async(runtime.version)(sandbox.id)
    waiter = waits(hub, sandbox.id, version)
    await still_waits(waiter)

    await sync_to_async(runtime.delete)(sandbox.id)

    await asyncio.wait_for(waiter, 5)


async def test_nonsense_on_the_channel_ends_nothing(hub, redis_url, monkeypatch):
    monkeypatch.setattr(waiting, "LOOK_SECONDS", 600)
    waiter = waits(hub, "one", 4)
    client = redis.Redis.from_url(redis_url)
    for nonsense in ("no hint", "7", '{"s": "one"}'):
        await sync_to_async(publish)(client, nonsense)

    await sync_to_async(publish)(client, json.dumps({"s": "one", "v": 5}))

    await asyncio.wait_for(waiter, 5)
    client.close()


def publish(client: redis.Redis, message: str) -> None:
    """Say it until the hub has subscribed."""
    end = time.monotonic() + 5
    while not client.publish(HINTS, message):
        assert time.monotonic() < end, "nobody listens"
