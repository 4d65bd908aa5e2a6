"""One sandbox's things are nobody else's: the standing cast at every door but the pages.

The pages' addresses are tried one by one in `tests/doors`.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from dataclasses import dataclass
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from botocore.exceptions import ClientError
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.test import AsyncClient

from clusters import callers, runtime
from clusters.callers import grants
from clusters.live import consumer
from clusters.sim.commands import FaultCall, KubeCall, User
from clusters.sim.errors import Refusal
from clusters.sim.world import Key
from tests.apiserver.door import CONFIG_MAPS, Door, opened
from tests.apiserver.test_identity import eks_token
from tests.gateway.door import client
from tests.live.socket import Socket, end_hub

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("redis_url"),
]
ROLES = ("owner", "classmate", "teacher", "outsider")
FIRST = {"version": 0, "rv": 0, "after": 0, "filter": "", "panels": ["cluster-table"]}
QUERY = "?version=0&rv=0&after=0&panel=cluster-table"


@dataclass
class Cast:
    """Two sandboxes with a cluster of the same name, and four people."""

    mine: Door
    theirs: Door
    sessions: dict[str, Any]
    users: dict[str, Any]


@pytest.fixture
def cast():
    grants.forget_all()
    mine, theirs = (opened(secrets.randbits(32)) for _ in "ab")
    teacher = get_user_model().objects.create_user("teacher")
    callers.let_look_on(mine.sandbox.id, teacher.pk)
    sessions: dict[str, Any] = {role: {} for role in ROLES}
    callers.own(sessions["owner"], mine.sandbox.id)
    callers.own(sessions["classmate"], theirs.sandbox.id)
    users = {role: AnonymousUser() for role in ROLES} | {"teacher": teacher}
    return Cast(mine, theirs, sessions, users)


@pytest.fixture
async def live(cast):
    """The cast at pages whose connections are open."""
    yield cast
    await end_hub()


def may_see(role):
    return role in ("owner", "teacher")


async def first_words(link, say):
    """What a page hears first on its socket, and whether it is then closed."""
    await link.open()
    await link.say(json.dumps(say))
    heard = await link.hear()
    closed = None if "panels" in heard else await link.closed()
    return heard, closed


@pytest.mark.parametrize("role", ROLES)
async def test_a_socket_speaks_to_owner_and_teacher_only(role, live):
    link = Socket(live.mine.sandbox.id, live.sessions[role], live.users[role])

    heard, closed = await first_words(link, FIRST)

    if may_see(role):
        assert "demo" in heard["panels"]["cluster-table"]
        await link.leave()
    else:
        assert (set(heard), closed) == ({"gone"}, consumer.GONE_CODE)


async def test_who_was_sent_away_is_not_heard_any_more(live):
    """A browser may have spoken before it read that it must leave."""
    link = Socket(live.mine.sandbox.id, {}, AnonymousUser())
    await first_words(link, FIRST)

    await link.say(json.dumps(FIRST))

    assert await link.receive_nothing(0.3)


@pytest.mark.parametrize("sandbox", ["bcdfghjkmn", "x"])
async def test_a_socket_to_nothing_is_a_socket_to_anothers(sandbox, live):
    heard = [
        await first_words(Socket(place, live.sessions["classmate"], None), FIRST)
        for place in (sandbox, live.mine.sandbox.id)
    ]

    assert heard[0] == heard[1]


@pytest.mark.parametrize("path", ["/s/../live/", "/s/A/live/", "/", "/s/x/clusters/"])
async def test_where_there_is_no_socket_it_is_closed(path, live):
    link = Socket("x", {}, AnonymousUser())
    link.scope["path"] = path
    await link.send_input({"type": "websocket.connect"})

    assert await link.closed() == consumer.GONE_CODE


@pytest.mark.parametrize(
    "text",
    [
        '{"panels": [], "version": Infinity}',
        '{"panels": [], "version": 0, "rv": -Infinity}',
        '{"panels": [], "version": NaN}',
        "[" * 50_000,
        '{"panels": ["' + "x" * 70_000 + '"], "version": 0}',
        '{"panels": "clock", "version": []}',
    ],
)
async def test_no_text_breaks_a_socket(text, live):
    link = Socket(live.mine.sandbox.id, live.sessions["owner"], AnonymousUser())
    await link.open()

    await link.say(text)

    assert await link.closed() == consumer.BAD_CODE


async def browser(cast, role):
    """A browser with this role's session."""
    made = AsyncClient()
    if cast.users[role].is_authenticated:
        await made.aforce_login(cast.users[role])
    else:
        session = await made.asession()
        for name, value in cast.sessions[role].items():
            session[name] = value
        await session.asave()
        made.cookies["sessionid"] = session.session_key
    return made


async def heard_by(cast, role, way, sandbox):
    """The status and first message of a page's other two ways."""
    made = await browser(cast, role)
    answer = await made.get(f"/s/{sandbox}/live/{way}/{QUERY}")
    if way == "poll":
        return answer.status_code, answer.json()
    lines = aiter(answer.streaming_content)
    assert (await anext(lines)).startswith(b"retry")
    said = json.loads((await anext(lines)).decode().removeprefix("data: "))
    await lines.aclose()
    return answer.status_code, said


@pytest.mark.parametrize("way", ["poll", "stream"])
@pytest.mark.parametrize("role", ROLES)
async def test_without_a_socket_it_is_the_same(role, way, live):
    mine = await heard_by(live, role, way, live.mine.sandbox.id)
    nobodys = await heard_by(live, role, way, "bcdfghjkmn")

    assert set(nobodys[1]) == {"gone"}
    if may_see(role):
        assert "demo" in mine[1]["panels"]["cluster-table"]
    else:
        assert mine == nobodys


def test_a_key_opens_its_own_account_only(cast):
    """Same names, another account: each sees and changes its own."""
    doors = (cast.mine, cast.theirs)
    before = [runtime.read(door.sandbox.id).rv for door in doors]
    for door in doors:
        key = callers.learner_key(door.sandbox.id)
        assert (
            client("sts", key).get_caller_identity()["Account"] == door.sandbox.account
        )
        found = client("eks", key).describe_cluster(name="demo")["cluster"]
        assert door.cluster in found["endpoint"]
        assert door.sandbox.account in found["arn"]
    theirs = client("eks", callers.learner_key(cast.theirs.sandbox.id))
    theirs.delete_cluster(name="demo")

    after = [runtime.read(door.sandbox.id).rv for door in doors]
    assert after[0] == before[0]
    assert after[1] > before[1]


def test_a_role_of_another_account_is_not_assumed(cast):
    arn = f"arn:aws:iam::{cast.mine.sandbox.account}:role/eksClusterRole"
    theirs = client("sts", callers.learner_key(cast.theirs.sandbox.id))

    with pytest.raises(ClientError, match="AccessDenied"):
        theirs.assume_role(RoleArn=arn, RoleSessionName="me")


@sync_to_async(thread_sensitive=False)
def tokens(cast):
    """Every sort of token that somebody might try, and on whose cluster it counts."""
    mine, theirs = cast.mine.sandbox, cast.theirs.sandbox
    return {
        cast.mine.token: "mine",
        cast.theirs.token: "theirs",
        eks_token(callers.learner_key(mine.id), "demo"): "mine",
        eks_token(callers.learner_key(theirs.id), "demo"): "theirs",
        eks_token(callers.learner_key(mine.id), "other"): "",
        "halfplane-v1.made-up": "",
        "k8s-aws-v1.bWFkZS11cA": "",
    }


async def test_a_token_counts_on_its_own_sandboxs_cluster_only(cast):
    for token, counts_on in (await tokens(cast)).items():
        for name, door in (("mine", cast.mine), ("theirs", cast.theirs)):
            header = {"authorization": f"Bearer {token}"}
            read = await door.ask("GET", CONFIG_MAPS, **header)
            body = door.config_map(f"m{len(token)}")
            written = await door.ask("POST", CONFIG_MAPS, body, **header)
            found = (read.status, written.status)
            assert found == ((200, 201) if counts_on == name else (401, 401)), token


async def test_nobody_reads_and_writes_nothing(cast):
    before = await runtime.aread(cast.mine.sandbox.id)
    read = await cast.mine.ask("GET", CONFIG_MAPS, authorization="")
    body = cast.mine.config_map("x")
    written = await cast.mine.ask("POST", CONFIG_MAPS, body, authorization="")

    assert (read.status, written.status) == (403, 403)
    assert 'User "system:anonymous" cannot' in written.message
    assert (await runtime.aread(cast.mine.sandbox.id)).rv == before.rv


async def test_a_watch_hears_nothing_of_a_namesake(cast):
    list_of = (await cast.mine.ask("GET", CONFIG_MAPS)).json()
    since = list_of["metadata"]["resourceVersion"]
    path = f"{CONFIG_MAPS}?watch=1&resourceVersion={since}"
    async with cast.mine.stream(path) as stream:
        theirs = cast.theirs.config_map("theirs")
        assert (await cast.theirs.ask("POST", CONFIG_MAPS, theirs)).status == 201
        assert (
            await cast.mine.ask("POST", CONFIG_MAPS, cast.mine.config_map("mine"))
        ).status == 201

        event = await stream.event()

    assert event["object"]["metadata"]["name"] == "mine"


def test_a_command_does_not_reach_into_another_sandbox(cast):
    """Whatever ids a command carries, it finds what its own sandbox has."""
    before = runtime.read(cast.mine.sandbox.id).rv
    admin = User("admin", groups=("system:masters", "system:authenticated"))
    body = cast.mine.config_map("x")
    for command in (
        KubeCall(
            admin,
            cast.mine.cluster,
            "create",
            "",
            "v1",
            "configmaps",
            "default",
            body=body,
        ),
        FaultCall("etcd-member-loss", "dc.EtcdMember", cast.mine.cluster, "a"),
    ):
        with pytest.raises(Refusal):
            runtime.execute(cast.theirs.sandbox.id, command)

    assert runtime.read(cast.mine.sandbox.id).rv == before
    stray = Key("k8s.ConfigMap", f"{cast.mine.cluster}/default", "x")
    assert runtime.read(cast.theirs.sandbox.id).find(stray) is None


def test_the_shell_names_the_sandbox_it_speaks_of(cast, capsys):
    call_command("sandbox", "env", cast.mine.sandbox.name)

    said = capsys.readouterr().out
    assert callers.learner_key(cast.mine.sandbox.id).access_key_id in said
    assert callers.learner_key(cast.theirs.sandbox.id).access_key_id not in said


def test_a_deleted_sandbox_takes_all_rights_with_it(cast):
    mine = cast.mine.sandbox
    key = callers.learner_key(mine.id)
    who = callers.person(cast.sessions["owner"], None)
    assert callers.may(who, mine.id)

    runtime.delete(mine.id)
    grants.forget_all()

    assert not callers.may(who, mine.id)
    with pytest.raises(ClientError, match="InvalidClientTokenId"):
        client("sts", key).get_caller_identity()
    assert asyncio.run(cast.mine.ask("GET", CONFIG_MAPS)).status == 404
    assert callers.may(
        callers.person(cast.sessions["classmate"], None), cast.theirs.sandbox.id
    )
