"""Sockets, streams and polls: the same messages, for those who may see them."""

from __future__ import annotations

import json

import pytest
from channels.db import database_sync_to_async
from django.contrib.auth.models import AnonymousUser
from django.test import AsyncClient, Client

from clusters import callers, runtime
from clusters.console.creating import cluster_draft
from clusters.live import consumer
from clusters.sim.commands import AwsCall, ClockCall
from tests.live.conftest import noted
from tests.live.socket import Socket, end_hub

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("redis_url"),
]
note = database_sync_to_async(noted)


@pytest.fixture(autouse=True)
async def _hub_ends():
    yield
    await end_hub()


@pytest.fixture
def sandbox():
    return runtime.create(speed="instant", seed=3)


@pytest.fixture
def guest(sandbox):
    """The owner's session."""
    session = {}
    callers.own(session, sandbox.id)
    return session


def socket(sandbox_id, session):
    return Socket(sandbox_id, session, AnonymousUser())


@database_sync_to_async
def drawn(sandbox_id, *panels):
    """What a page drawn right now says of itself."""
    world = runtime.read(sandbox_id)
    version = runtime.version(sandbox_id)
    return {
        "version": version,
        "rv": world.rv,
        "panels": list(panels),
        "after": world.rv,
        "filter": "",
    }


async def test_a_commit_reaches_the_page(sandbox, guest):
    link = socket(sandbox.id, guest)
    await link.open()
    await link.say(json.dumps(await drawn(sandbox.id, "journey")))

    await note(sandbox.id, "the <control> plane")
    message = await link.hear()

    assert "the &lt;control&gt; plane" in message["panels"]["journey"]
    assert len(message["events"]) == 1
    await link.leave()


async def test_what_was_missed_before_the_socket_opened_comes_at_once(sandbox, guest):
    seen = await drawn(sandbox.id, "journey")
    await note(sandbox.id, "missed")
    link = socket(sandbox.id, guest)
    await link.open()

    await link.say(json.dumps(seen))

    assert "missed" in (await link.hear())["panels"]["journey"]
    await link.leave()


async def test_a_clock_that_changes_is_drawn_although_no_document_did(sandbox, guest):
    link = socket(sandbox.id, guest)
    await link.open()
    await link.say(json.dumps(await drawn(sandbox.id, "clock")))

    await runtime.aexecute(sandbox.id, ClockCall(mode="600x"))

    assert "600" in (await link.hear())["panels"]["clock"]
    await link.leave()


async def test_a_classmate_and_an_outsider_hear_nothing(sandbox):
    for session in ({}, {"visitor": "somebody else"}):
        link = socket(sandbox.id, session)
        await link.open()

        assert "gone" in await link.hear()
        assert await link.closed() == consumer.GONE_CODE


async def test_a_deleted_sandbox_says_goodbye(sandbox, guest):
    link = socket(sandbox.id, guest)
    await link.open()
    await link.say(json.dumps(await drawn(sandbox.id, "clock")))

    await database_sync_to_async(runtime.delete)(sandbox.id)

    assert "gone" in await link.hear()


@pytest.mark.parametrize("text", ["{", "[]", '{"panels": 1}', "null"])
async def test_nonsense_closes_the_socket(sandbox, guest, text):
    link = socket(sandbox.id, guest)
    await link.open()

    await link.say(text)

    assert await link.closed() == consumer.BAD_CODE


def query(seen):
    values = [("panel", name) for name in seen["panels"]]
    names = ("version", "rv", "after", "filter")
    values += [(name, seen[name]) for name in names]
    return "&".join(f"{name}={value}" for name, value in values)


@pytest.fixture
def cookies(sandbox):
    client = Client()
    session = client.session
    callers.own(session, sandbox.id)
    session.save()
    return {"sessionid": session.session_key}


async def test_a_poll_answers_the_same(sandbox, cookies):
    client = AsyncClient()
    client.cookies.load(cookies)
    seen = await drawn(sandbox.id, "journey")
    path = f"/s/{sandbox.id}/live/poll/?{query(seen)}"
    path += f"&more={(await client.get(path)).json()['more']}"
    assert (await client.get(path)).json() == {"version": seen["version"]}

    await note(sandbox.id, "polled")
    message = (await client.get(path)).json()

    assert "polled" in message["panels"]["journey"]
    assert len(message["events"]) == 1


async def test_a_stream_answers_the_same_and_is_not_compressed(sandbox, cookies):
    client = AsyncClient()
    client.cookies.load(cookies)
    seen = await drawn(sandbox.id, "journey")
    await note(sandbox.id, "streamed")

    answer = await client.get(f"/s/{sandbox.id}/live/stream/?{query(seen)}")
    lines = aiter(answer.streaming_content)
    assert (await anext(lines)).startswith(b"retry:")
    message = json.loads((await anext(lines)).decode().removeprefix("data: "))
    await lines.aclose()

    assert "streamed" in message["panels"]["journey"]
    assert answer["Content-Encoding"] == "identity"


async def test_a_stream_for_a_stranger_ends_at_once(sandbox):
    seen = await drawn(sandbox.id)
    path = f"/s/{sandbox.id}/live/stream/?{query(seen)}"

    answer = await AsyncClient().get(path)
    lines = [line async for line in answer.streaming_content]

    assert b"gone" in lines[-1]


async def test_a_poll_that_is_nonsense_is_refused(sandbox, cookies):
    client = AsyncClient()
    client.cookies.load(cookies)

    assert (
        await client.get(f"/s/{sandbox.id}/live/poll/?version=x")
    ).status_code == 400
    assert (
        await client.get(f"/s/{sandbox.id}/live/stream/?version=x")
    ).status_code == 400


async def test_what_is_not_in_the_world_is_looked_up_when_it_is_quiet(
    sandbox, guest, monkeypatch
):
    """A kubectl that connects commits nothing, and still the list of steps notices."""
    monkeypatch.setattr(consumer, "BEAT_SECONDS", 0.0)
    monkeypatch.setattr(consumer, "ACCESS_SECONDS", 0.05)
    cluster = await database_sync_to_async(with_cluster)(sandbox.id)
    link = socket(sandbox.id, guest)
    await link.open()
    step = "step-configure-kubectl"
    await link.say(json.dumps(await drawn(sandbox.id, step)))
    assert "Not begun" in await shown(link, step)

    await database_sync_to_async(runtime.note_connection)(cluster, "kubectl/v1.35")

    assert "You did this yourself" in await shown(link, step)
    await link.leave()


async def shown(link, panel):
    """The panel as it is drawn next."""
    for _ in range(100):
        message = await link.hear()
        if panel in message.get("panels", {}):
            return message["panels"][panel]
    raise AssertionError(f"{panel} was not drawn")


def with_cluster(sandbox_id):
    """An active cluster; its id."""
    world = runtime.read(sandbox_id)
    chosen = tuple(cluster_draft.preselected(world, "us-west-2"))
    draft = cluster_draft.Draft(name="demo", subnets=chosen)
    learner = callers.learner(world, "sdk")
    request = draft.request(learner.account)
    runtime.execute(sandbox_id, AwsCall(learner, "eks:CreateCluster", request))
    (found,) = runtime.read(sandbox_id).list("eks.Cluster")
    return found[1]["_"]["id"]
