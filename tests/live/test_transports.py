"""One view followed through all three transports: the same fragments, in the same order."""

from __future__ import annotations

import json

import pytest
from channels.db import database_sync_to_async
from django.contrib.auth.models import AnonymousUser
from django.test import AsyncClient, Client

from clusters import callers, runtime
from clusters.live import consumer
from tests.live.conftest import noted
from tests.live.socket import Socket, end_hub

pytestmark = pytest.mark.django_db(transaction=True)
note = database_sync_to_async(noted)
TOLD = ("version", "rv", "panels", "events", "last", "reset", "more")


@pytest.fixture(autouse=True)
async def _hub_ends():
    yield
    await end_hub()


@pytest.fixture
def sandbox():
    return runtime.create(speed="instant", seed=3)


@pytest.fixture
def session(sandbox):
    client = Client()
    held = client.session
    callers.own(held, sandbox.id)
    held.save()
    return held


@pytest.fixture
def browser(session):
    client = AsyncClient()
    client.cookies.load({"sessionid": session.session_key})
    return client


@database_sync_to_async
def drawn(sandbox_id):
    """What a page with a panel from outside the World says of itself."""
    rv, version = runtime.read(sandbox_id).rv, runtime.version(sandbox_id)
    panels = ["clock", "journey"]
    return {"version": version, "rv": rv, "panels": panels, "after": rv, "filter": ""}


def query(seen):
    pairs = [("panel", name) for name in seen["panels"]]
    pairs += [(name, seen[name]) for name in seen if name != "panels"]
    return "&".join(f"{name}={value}" for name, value in pairs)


async def by_socket(sandbox, session, seen):
    link = Socket(sandbox.id, session, AnonymousUser())
    await link.open()
    await link.say(json.dumps(seen))
    try:
        while True:
            yield await link.hear()
    finally:
        await link.leave()


async def by_stream(sandbox, browser, seen):
    answer = await browser.get(f"/s/{sandbox.id}/live/stream/?{query(seen)}")
    lines = aiter(answer.streaming_content)
    assert b'"version"' in await anext(lines)
    try:
        async for line in lines:
            yield json.loads(line.decode().removeprefix("data: "))
    finally:
        await lines.aclose()


async def by_asking(sandbox, browser, seen):
    seen = dict(seen)
    while True:
        answer = await browser.get(f"/s/{sandbox.id}/live/poll/?{query(seen)}")
        message = answer.json()
        seen |= {name: message[name] for name in ("version", "rv", "more")}
        seen["after"] = message["last"]
        yield message


def told(message):
    return {name: message.get(name) for name in TOLD}


@pytest.mark.usefixtures("redis_url")
async def test_all_ways_tell_the_same_in_the_same_order(sandbox, session, browser):
    seen = await drawn(sandbox.id)
    ways = [
        by_socket(sandbox, session, seen),
        by_stream(sandbox, browser, seen),
        by_asking(sandbox, browser, seen),
    ]
    for text in ("one", "<two>", "three"):
        await note(sandbox.id, text)
        first, second, third = [told(await anext(way)) for way in ways]

        assert "journey" in first["panels"]
        assert len(first["events"]) == 1
        assert first == second == third

    for way in ways:
        await way.aclose()


@pytest.mark.usefixtures("redis_url")
async def test_who_comes_back_late_is_told_the_same_in_one_message(
    sandbox, session, browser
):
    seen = await drawn(sandbox.id)
    for text in ("one", "two", "three"):
        await note(sandbox.id, text)
    ways = [
        by_socket(sandbox, session, seen),
        by_stream(sandbox, browser, seen),
        by_asking(sandbox, browser, seen),
    ]
    messages = [told(await anext(way)) for way in ways]

    assert messages[0] == messages[1] == messages[2]
    assert len(messages[0]["events"]) == 3
    for way in ways:
        await way.aclose()


@pytest.mark.usefixtures("redis_url")
async def test_many_commits_at_once_are_few_messages(
    sandbox, session, browser, monkeypatch
):
    """Four messages a second at the most: what came meanwhile comes together."""
    seen = await drawn(sandbox.id)
    way = by_socket(sandbox, session, seen)
    await note(sandbox.id, "first")
    await anext(way)
    for number in range(10):
        await note(sandbox.id, f"number {number}")
    last = await database_sync_to_async(runtime.version)(sandbox.id)
    heard = 0
    while (await anext(way))["version"] < last:
        heard += 1

    assert heard < 5
    await way.aclose()


async def test_a_socket_opens_while_redis_is_away(sandbox, session, settings):
    """Commits wake pages quicker with it; no page needs it to open, or to be told."""
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    seen = await drawn(sandbox.id)
    way = by_socket(sandbox, session, seen)
    await note(sandbox.id, "without redis")

    assert "without redis" in (await anext(way))["panels"]["journey"]
    await way.aclose()


async def test_the_page_of_a_stranger_hears_nothing(sandbox, session):
    seen = await drawn(sandbox.id)

    way = by_socket(sandbox, {}, seen)

    assert "gone" in await anext(way)


def test_a_page_hears_no_more_than_four_times_a_second():
    assert consumer.REST_SECONDS >= 0.25
