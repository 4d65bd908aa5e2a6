"""Watches: what they tell, in which order, and how they end."""

from __future__ import annotations

import asyncio

import pytest

from clusters.runtime import held
from tests.apiserver.door import CONFIG_MAPS

TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io"

pytestmark = pytest.mark.usefixtures("redis_url")


async def now(door):
    """The revision that a list is at."""
    body = (await door.ask("GET", f"{CONFIG_MAPS}?limit=1")).json()
    return body["metadata"]["resourceVersion"]


async def made(door, name, labels=None):
    body = door.config_map(name)
    body["metadata"]["labels"] = labels or {}
    return (await door.ask("POST", CONFIG_MAPS, body)).json()


async def patched(door, name, body):
    path = f"{CONFIG_MAPS}/{name}"
    media = "application/merge-patch+json"
    return (await door.ask("PATCH", path, body, content_type=media)).json()


def told(events):
    return [(event["type"], event["object"]["metadata"]["name"]) for event in events]


async def test_a_watch_tells_every_change_once_and_in_order(door):
    start = await now(door)
    async with door.stream(f"{CONFIG_MAPS}?watch=1&resourceVersion={start}") as watch:
        first = await made(door, "order")
        second = await patched(door, "order", {"data": {"a": "1"}})
        await door.ask("DELETE", f"{CONFIG_MAPS}/order")
        events = await watch.events(3)
    assert told(events) == [
        ("ADDED", "order"),
        ("MODIFIED", "order"),
        ("DELETED", "order"),
    ]
    assert [event["object"] for event in events[:2]] == [first, second]
    versions = [int(e["object"]["metadata"]["resourceVersion"]) for e in events]
    assert versions == sorted(set(versions))
    assert {**events[2]["object"], "metadata": None} == {**second, "metadata": None}


async def test_a_watch_from_an_older_revision_catches_up(door):
    start = await now(door)
    await made(door, "past")
    await door.ask("DELETE", f"{CONFIG_MAPS}/past")
    path = f"{CONFIG_MAPS}?watch=true&resourceVersion={start}"
    async with door.stream(path) as watch:
        assert told(await watch.events(2)) == [("ADDED", "past"), ("DELETED", "past")]


async def test_a_watch_from_an_older_revision_than_memory_reads_the_log(door):
    start = await now(door)
    await made(door, "logged")
    held.drop(door.sandbox.id)
    path = f"{CONFIG_MAPS}?watch=true&resourceVersion={start}"
    async with door.stream(path) as watch:
        assert told(await watch.events(1)) == [("ADDED", "logged")]


async def test_without_a_revision_it_begins_with_all_there_is(door):
    await made(door, "there")
    async with door.stream(f"{CONFIG_MAPS}?watch=1") as watch:
        names = [name for _, name in told(await watch.events(2))]
        assert names[0] == "kube-root-ca.crt"


async def test_entering_a_selection_is_added_and_leaving_it_deleted(door):
    start = await now(door)
    path = f"{CONFIG_MAPS}?watch=1&resourceVersion={start}&labelSelector=color%3Dred"
    async with door.stream(path) as watch:
        await made(door, "paint", {"color": "blue"})
        await patched(door, "paint", {"metadata": {"labels": {"color": "red"}}})
        left = await patched(
            door, "paint", {"metadata": {"labels": {"color": "green"}}}
        )
        await patched(door, "paint", {"data": {"un": "seen"}})
        await patched(door, "paint", {"metadata": {"labels": {"color": "red"}}})
        events = await watch.events(3)
    assert [event["type"] for event in events] == ["ADDED", "DELETED", "ADDED"]
    assert events[1]["object"]["metadata"]["labels"] == {"color": "red"}
    assert (
        events[1]["object"]["metadata"]["resourceVersion"]
        == left["metadata"]["resourceVersion"]
    )


async def test_one_object_can_be_watched_by_its_name(door):
    start = await now(door)
    await made(door, "one")
    await made(door, "other")
    path = f"{CONFIG_MAPS}/other?watch=1&resourceVersion={start}"
    async with door.stream(path) as watch:
        assert told(await watch.events(1)) == [("ADDED", "other")]


async def test_other_namespaces_are_not_told_of(door):
    start = await now(door)
    elsewhere = "/api/v1/namespaces/kube-public/configmaps"
    await door.ask("POST", elsewhere, door.config_map("elsewhere"))
    await made(door, "here")
    async with door.stream(f"{CONFIG_MAPS}?watch=1&resourceVersion={start}") as watch:
        assert told(await watch.events(1)) == [("ADDED", "here")]
    everywhere = f"/api/v1/configmaps?watch=1&resourceVersion={start}"
    async with door.stream(everywhere) as watch:
        assert told(await watch.events(2)) == [
            ("ADDED", "elsewhere"),
            ("ADDED", "here"),
        ]


async def test_a_table_has_its_columns_in_the_first_event_only(door):
    start = await now(door)
    path = f"{CONFIG_MAPS}?watch=1&resourceVersion={start}"
    async with door.stream(path, accept=TABLE) as watch:
        await made(door, "row-1")
        await made(door, "row-2")
        one, two = [event["object"] for event in await watch.events(2)]
    assert [c["name"] for c in one["columnDefinitions"]] == ["Name", "Data", "Age"]
    assert two["columnDefinitions"] is None
    assert [row["cells"][0] for row in (*one["rows"], *two["rows"])] == [
        "row-1",
        "row-2",
    ]


async def test_a_watch_ends_after_its_seconds_with_a_bookmark(door):
    path = f"{CONFIG_MAPS}?watch=1&resourceVersion={await now(door)}&timeoutSeconds=1"
    async with door.stream(f"{path}&allowWatchBookmarks=true") as watch:
        bookmark = await watch.event()
        assert bookmark["type"] == "BOOKMARK"
        assert bookmark["object"]["kind"] == "ConfigMap"
        assert bookmark["object"]["metadata"]["creationTimestamp"] is None
        assert await watch.event() is None
    async with door.stream(path) as watch:
        assert await watch.event() is None


async def test_the_list_can_be_the_first_part_of_the_watch(door):
    path = (
        f"{CONFIG_MAPS}?watch=1&sendInitialEvents=true&allowWatchBookmarks=true"
        "&resourceVersionMatch=NotOlderThan&fieldSelector=metadata.name%3D"
        "kube-root-ca.crt"
    )
    async with door.stream(path) as watch:
        added, bookmark = await watch.events(2)
    assert added["type"] == "ADDED"
    assert bookmark["type"] == "BOOKMARK"
    annotations = bookmark["object"]["metadata"]["annotations"]
    assert annotations == {"k8s.io/initial-events-end": "true"}


@pytest.mark.parametrize(
    ("query", "status", "text"),
    [
        (
            "sendInitialEvents=true",
            422,
            (
                "resourceVersionMatch: Forbidden: sendInitialEvents requires setting "
                "resourceVersionMatch to NotOlderThan"
            ),
        ),
        ("resourceVersionMatch=Exact", 422, "forbidden for watch unless"),
        ("resourceVersion=x", 400, "strconv.ParseUint"),
        ("resourceVersion=99999999", 504, "Too large resource version"),
        ("timeoutSeconds=x", 400, "strconv.ParseInt"),
        ("labelSelector=%3D%3D", 400, "found '==', expected"),
    ],
)
async def test_what_cannot_be_watched_is_refused_before_the_stream(
    door, query, status, text
):
    reply = await door.ask("GET", f"{CONFIG_MAPS}?watch=1&{query}")
    assert reply.status == status
    assert text in reply.message


async def test_a_revision_that_is_gone_ends_the_watch_with_an_error(door, monkeypatch):
    async def pruned(_sandbox, _rv):
        return None

    monkeypatch.setattr("clusters.runtime.changes_after", pruned)
    async with door.stream(f"{CONFIG_MAPS}?watch=1&resourceVersion=1") as watch:
        error = await watch.event()
        assert await watch.event() is None
    assert error["type"] == "ERROR"
    assert error["object"]["code"] == 410
    assert error["object"]["reason"] == "Expired"
    assert error["object"]["message"].startswith("too old resource version: 1 (")


async def test_a_client_that_leaves_leaves_no_task_behind(door):
    async with door.stream(f"{CONFIG_MAPS}?watch=1"):
        pass
    await asyncio.sleep(0)
    left = {task.get_coro().__qualname__ for task in asyncio.all_tasks()}
    assert not left & {"_run", "_left", "application"}


async def test_who_may_not_watch_is_told_before_the_stream(door):
    reply = await door.ask("GET", "/api/v1/secrets?watch=1", impersonate_user="jane")
    assert reply.status == 403
    assert 'cannot watch resource "secrets"' in reply.message
