"""A body that is too large is refused before anybody has it in memory."""

from __future__ import annotations

import pytest

from eksconsole.body_limit import with_body_limit
from tests.eksconsole.asgi_client import ask


async def length_of_body(scope, receive, send):
    """Answers how much it got; like Django, falls silent when the client is gone."""
    length, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        length += len(message["body"])
        more = message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(length).encode()})


@pytest.fixture
def application():
    return with_body_limit(length_of_body, largest=10)


async def test_a_body_up_to_the_limit_arrives(application):
    answer = await ask(application, "/", method="POST", body=(b"12345", b"67890"))

    assert (answer.status, answer.body) == (200, b"10")


async def test_a_body_that_says_it_is_larger_is_refused_unread(application):
    answer = await ask(application, "/", headers={"content-length": "11"})

    assert answer.status == 413


async def test_a_body_that_turns_out_larger_is_refused(application):
    answer = await ask(application, "/", method="POST", body=(b"12345", b"678901"))

    assert answer.status == 413
