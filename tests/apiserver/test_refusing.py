"""What the Kubernetes door refuses is noted in the control plane's own words."""

from __future__ import annotations

import asyncio

import pytest

from clusters import runtime
from clusters.apiserver import refusing
from clusters.runtime import refused
from tests.apiserver.door import CONFIG_MAPS

PODS = "/api/v1/namespaces/default/pods"


@pytest.fixture(autouse=True)
async def _nothing_waits(door):
    await asyncio.to_thread(refused.write)


async def noted(door):
    """The newest note of this sandbox."""
    found = await asyncio.to_thread(refused.refusals, door.sandbox.id, "kubernetes")
    return found[0].request if found else None


async def test_a_token_that_counts_for_nothing_is_denied_by_the_authenticator(
    door, classmate
):
    await door.ask("GET", f"{PODS}/web", authorization=f"Bearer {classmate.token}")

    request = await noted(door)
    assert (request.code, request.reason) == (401, "Unauthorized")
    assert (request.verb, request.what, request.name) == ("get", "pods", "web")
    assert request.who == ""
    assert request.denied.endswith('error="ARN is not mapped"')


async def test_an_eks_token_that_is_none_is_denied_word_for_word(door):
    await door.ask("GET", PODS, authorization="Bearer k8s-aws-v1.!!!")

    request = await noted(door)
    assert request.denied == (
        'error="input token was not properly formatted: illegal base64 data"'
    )


async def test_who_may_not_is_named_with_what_was_asked(door):
    await door.ask("GET", f"{CONFIG_MAPS}?watch=1", authorization="")

    request = await noted(door)
    assert (request.code, request.reason) == (403, "Forbidden")
    assert (request.who, request.verb) == ("system:anonymous", "watch")
    assert 'User "system:anonymous" cannot watch resource "configmaps"' in (
        request.message
    )
    assert request.denied == ""


async def test_somebody_acted_as_is_the_one_who_is_refused(door):
    reply = await door.ask("DELETE", f"{PODS}/web", Impersonate_User="ada")

    assert reply.status == 403
    assert (await noted(door)).who == "ada"


async def test_what_is_no_resource_is_named_by_its_path(door):
    await door.ask("GET", "/metrics", authorization="")

    request = await noted(door)
    assert (request.verb, request.what) == ("get", "/metrics")


async def test_what_is_invalid_is_noted_with_its_words(door):
    await door.ask("POST", CONFIG_MAPS, door.config_map("Not A Name"))

    request = await noted(door)
    assert (request.code, request.reason, request.verb) == (422, "Invalid", "create")
    assert "Not A Name" in request.message


async def test_what_is_not_there_and_what_is_answered_is_not_noted(door):
    before = await noted(door)
    await door.ask("GET", f"{PODS}/nobody")
    await door.ask("GET", PODS)

    assert await noted(door) == before


async def test_a_loop_of_refused_requests_commits_nothing_and_is_one_note(door):
    before = await asyncio.to_thread(runtime.version, door.sandbox.id)
    for _ in range(200):
        await door.ask("GET", "/api/v1/namespaces/loop/pods", authorization="")

    found = await asyncio.to_thread(refused.refusals, door.sandbox.id, "kubernetes")
    [one] = [each for each in found if each.request.namespace == "loop"]
    assert one.count == 200
    assert await asyncio.to_thread(runtime.version, door.sandbox.id) == before


async def test_notes_are_written_without_anybody_reading_them(door, monkeypatch):
    monkeypatch.setattr(refused, "REST_SECONDS", 0.0)
    before = await asyncio.to_thread(refused.count, door.sandbox.id)
    await door.ask("GET", "/api/v1/namespaces/alone/pods", authorization="")

    await asyncio.gather(*refusing._writing)
    assert await asyncio.to_thread(refused.count, door.sandbox.id) == before + 1
