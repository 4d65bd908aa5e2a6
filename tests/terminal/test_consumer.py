"""The terminal's socket: for the owner alone, and for no longer than he is one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async
from channels.routing import URLRouter
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser

from clusters import callers, runtime
from clusters.callers import grants
from clusters.models import Grant
from clusters.terminal import consumer, pace, runner, store
from tests.terminal.typed import PATIENCE, name

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _forgetful():
    pace.forget_all()
    grants.forget_all()


@pytest.fixture
def sandbox():
    return runtime.create(speed="instant", seed=5)


@pytest.fixture
def guest(sandbox):
    """The owner's session."""
    session = {}
    callers.own(session, sandbox.id)
    return session


class Page(ApplicationCommunicator):
    """A browser's end of the terminal's socket."""

    def __init__(self, sandbox_id: str, session: Any, user: Any = None) -> None:
        scope = {
            "type": "websocket",
            "path": f"/s/{sandbox_id}/terminal/socket/",
            "headers": [],
            "query_string": b"",
            "subprotocols": [],
            "session": session,
            "user": user or AnonymousUser(),
        }
        super().__init__(URLRouter(consumer.urlpatterns), scope)

    async def open(self) -> Any:
        await self.send_input({"type": "websocket.connect"})
        assert (await self.receive_output(PATIENCE))["type"] == "websocket.accept"
        return await self.hear()

    async def say(self, **message: Any) -> None:
        text = json.dumps(message)
        await self.send_input({"type": "websocket.receive", "text": text})

    async def hear(self) -> Any:
        return json.loads((await self.receive_output(PATIENCE))["text"])

    async def until(self, word: str) -> Any:
        """The next message that has this word."""
        while word not in (found := await self.hear()):
            pass
        return found

    async def closed(self) -> int:
        while (answer := await self.receive_output(PATIENCE))[
            "type"
        ] == "websocket.send":
            pass
        code: int = answer["code"]
        return code

    async def leave(self) -> None:
        await self.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.wait(PATIENCE)


async def test_a_line_is_taken_printed_and_ended(sandbox, guest):
    page, of = Page(sandbox.id, guest), name()
    assert await page.open() == {"history": []}

    await page.say(run="echo hello", id=of, columns=80)

    assert await page.hear() == {"id": of, "taken": True}
    assert (await page.until("lines"))["lines"] == "hello\n"
    assert (await page.until("end"))["end"] == 0
    assert "tries" in (await page.until("after"))["after"]
    await page.leave()


async def test_the_history_is_there_on_another_device(sandbox, guest):
    page = Page(sandbox.id, guest)
    await page.open()
    await page.say(run="echo here", id=name())
    await page.until("after")
    await page.leave()

    assert await Page(sandbox.id, guest).open() == {"history": ["echo here"]}


async def test_a_stream_goes_on_until_it_is_stopped(sandbox, guest):
    page, of = Page(sandbox.id, guest), name()
    await page.open()
    await page.say(run="watch -n 1 echo tick", id=of)
    await page.until("lines")

    await page.say(stop=of)

    assert (await page.until("end"))["end"] == 130
    await page.leave()


async def test_a_lost_connection_finds_its_line_again(sandbox, guest):
    page, of = Page(sandbox.id, guest), name()
    await page.open()
    await page.say(run="echo before; sleep 60", id=of)
    await page.until("lines")
    await page.leave()

    other = Page(sandbox.id, guest)
    await other.open()
    await other.say(attach=[of])

    assert await other.hear() == {"id": of, "taken": True}
    assert (await other.until("lines"))["lines"] == "before\n"
    await other.say(stop=of)
    assert (await other.until("end"))["end"] == 130
    await other.leave()


async def test_what_ended_meanwhile_is_told_and_what_never_came_is_unknown(
    sandbox, guest
):
    page, of, never = Page(sandbox.id, guest), name(), name()
    await page.open()
    await page.say(run="echo hello", id=of)
    await page.until("after")

    await page.say(attach=[of, never])

    assert (await page.hear())["lines"] == "hello\n"
    assert (await page.hear())["end"] == 0
    assert (await page.until("unknown")) == {"id": never, "unknown": True}
    await page.leave()


async def test_a_line_that_is_sent_again_by_its_id_does_not_run_again(sandbox, guest):
    page, of = Page(sandbox.id, guest), name()
    await page.open()
    for _ in range(2):
        await page.say(run="echo x >> ~/a; cat ~/a", id=of)
        assert (await page.until("lines"))["lines"] == "x\n"
        await page.until("after")
    await page.leave()


async def test_a_line_whose_end_was_lost_says_so(sandbox, guest):
    of, page = name(), Page(sandbox.id, guest)
    await database_sync_to_async(store.begin)(sandbox.id, of, "sleep 60")
    await page.open()

    await page.say(attach=[of])

    assert "restarted" in (await page.until("lost"))["lost"]
    await page.leave()


async def test_who_types_too_fast_hears_it(sandbox, guest):
    page = Page(sandbox.id, guest)
    await page.open()
    for _ in range(pace.BURST):
        pace.check(sandbox.id, name(), "true")

    await page.say(run="true", id=name())

    told = await page.until("refused")
    assert "60 lines a minute" in told["refused"]
    assert told["wait"] > 0
    await page.leave()


async def test_completion_names_programs_and_files(sandbox, guest):
    await database_sync_to_async(store.write)(sandbox.id, "/home/learner/web.yaml", "")
    page = Page(sandbox.id, guest)
    await page.open()

    await page.say(complete="kubec", at=5, n=1)
    assert await page.hear() == {"n": 1, "from": 0, "options": ["kubectl "]}
    await page.say(complete="cat we", at=6, n=2)
    assert await page.hear() == {"n": 2, "from": 4, "options": ["web.yaml "]}
    await page.leave()


async def test_a_stranger_hears_of_no_sandbox(sandbox):
    page = Page(sandbox.id, {})

    assert "no longer" in (await page.open())["gone"]
    assert await page.closed() == consumer.GONE_CODE


async def test_the_teacher_looks_on_and_hears_nothing_of_what_is_typed(sandbox):
    @database_sync_to_async
    def made():
        user = get_user_model().objects.create_user("teacher", password="chalk")
        callers.let_look_on(sandbox.id, user.pk)
        return user

    page = Page(sandbox.id, {}, await made())

    assert "Only the owner" in (await page.open())["gone"]
    assert await page.closed() == consumer.LOOKS_ON_CODE


async def test_a_right_that_is_taken_away_ends_a_stream(sandbox, guest, monkeypatch):
    monkeypatch.setattr(consumer, "ACCESS_SECONDS", 0.1)
    page, of = Page(sandbox.id, guest), name()
    await page.open()
    await page.say(run="watch -n 1 echo tick", id=of)
    await page.until("lines")
    run = runner.find(sandbox.id, of)

    await database_sync_to_async(_disown)(sandbox.id)

    await page.until("gone")
    assert await page.closed() == consumer.GONE_CODE
    assert run.session.stop.is_set()
    await page.wait(PATIENCE)


async def test_a_right_that_is_taken_away_lets_no_line_in(sandbox, guest):
    page, of = Page(sandbox.id, guest), name()
    await page.open()
    await database_sync_to_async(_disown)(sandbox.id)

    await page.say(run="echo ran", id=of)

    await page.until("gone")
    assert await page.closed() == consumer.GONE_CODE
    assert await database_sync_to_async(store.entries)(sandbox.id, 5) == []


def _disown(sandbox_id):
    Grant.objects.filter(sandbox_id=sandbox_id, kind="session").delete()
    grants.forget_all()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '"x"', "1", '{"rm": 1}', "[" * 100_000]
)
async def test_what_no_page_says_closes_the_socket(text, sandbox, guest):
    page = Page(sandbox.id, guest)
    await page.open()

    await page.send_input({"type": "websocket.receive", "text": text})

    assert await page.closed() == consumer.BAD_CODE


@pytest.mark.parametrize(
    "message",
    [
        {"run": 5, "id": 7},
        {"run": None, "id": None},
        {"attach": "all"},
        {"attach": [1, None, {}]},
        {"stop": {}},
        {"complete": [], "at": "x"},
        {"run": "ls", "id": "a" * 32, "columns": "wide"},
    ],
)
async def test_odd_values_do_no_harm(message, sandbox, guest):
    page = Page(sandbox.id, guest)
    await page.open()
    await page.say(**message)

    await page.say(run="echo well", id=name())

    while (told := await page.until("lines"))["lines"] != "well\n":
        pass
    assert told["lines"] == "well\n"
    await page.leave()


async def test_a_quiet_socket_closes_and_one_that_follows_does_not(
    sandbox, guest, monkeypatch
):
    monkeypatch.setattr(consumer, "QUIET_SECONDS", 0.2)
    busy, quiet, of = Page(sandbox.id, guest), Page(sandbox.id, guest), name()
    await busy.open()
    await busy.say(run="watch -n 1 echo tick", id=of)
    await busy.until("lines")
    await quiet.open()

    assert await quiet.closed() == consumer.QUIET_CODE
    await busy.say(stop=of)
    assert (await busy.until("end"))["end"] == 130
    assert await busy.closed() == consumer.QUIET_CODE
