"""Every address of the console, tried by the owner, a classmate, the teacher, an outsider.

The addresses come from the console's own list: a new page is tried without a line here.
"""

from __future__ import annotations

import re

import pytest
from django.test import Client

from clusters import callers
from clusters.models import FormDraft, Grant
from tests.doors.addresses import ALL, UNKNOWN, UNMADE
from tests.doors.addresses import IN_SANDBOX as WITH_STREAM

IN_SANDBOX = [address for address in WITH_STREAM if address.name != "live-stream"]
"""The stream of events goes on; it is tried with the other ways of a live page."""
STRANGERS = ("classmate", "outsider")
NOWHERE = (404, 405, 410)
NO_SUCH_WAY = 405
"""The address does not take this method, whoever asks."""


def body(answer):
    """What was answered, without the token that differs each time."""
    return re.sub(r"\b\w{64}\b", "token", answer.content.decode())


@pytest.fixture
def untouched(sandbox, cluster, cast, world):
    """Everything that somebody who may not write must leave as it is."""

    def state():
        rights = Grant.objects.order_by("pk").values_list("kind", "key", "sandbox")
        clock = world().clock
        return world().rv, clock, list(rights), FormDraft.objects.count()

    callers.learner_key(sandbox.id)  # the connect page makes it when first looked at
    before = state()
    yield
    assert state() == before


def test_there_are_addresses_to_try():
    assert len(IN_SANDBOX) > 20
    assert len({address.name for address in ALL}) == len(ALL)


@pytest.mark.usefixtures("cluster", "untouched")
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
@pytest.mark.parametrize("who", STRANGERS)
def test_to_strangers_a_sandbox_is_one_that_does_not_exist(who, method, sandbox, cast):
    wrong = []
    for address in IN_SANDBOX:
        ask = getattr(cast[who], method)
        theirs, nobodys = ask(address.path(sandbox.id)), ask(address.path(UNKNOWN))
        shown = body(theirs).replace(sandbox.id, UNKNOWN)
        same = (theirs.status_code, shown) == (nobodys.status_code, body(nobodys))
        if not same or theirs.status_code not in NOWHERE or sandbox.account in shown:
            wrong.append((address.name, theirs.status_code, nobodys.status_code))

    assert wrong == []


@pytest.mark.parametrize("forged", ["x", "%00", "..", "BCDFGHJKMN", "é", "x" * 3000])
def test_what_is_no_sandbox_is_not_found_either(forged, owner):
    for address in IN_SANDBOX:
        answer = owner.get(address.path(forged))
        assert answer.status_code in NOWHERE, address


def test_the_teacher_reads_what_the_owner_reads(sandbox, cluster, cast, untouched):
    wrong = []
    for address in IN_SANDBOX:
        path = address.path(sandbox.id)
        codes = [cast[who].get(path).status_code for who in ("owner", "teacher")]
        good = (404,) if address.name in UNMADE else (200, 302, NO_SUCH_WAY)
        if codes[0] != codes[1] or codes[0] not in good:
            wrong.append((address.name, *codes))

    assert wrong == []


def test_the_teacher_writes_nothing(sandbox, cluster, teacher, untouched):
    wrong = []
    for address in IN_SANDBOX:
        code = teacher.post(address.path(sandbox.id)).status_code
        if code not in (403, NO_SUCH_WAY):
            wrong.append((address.name, code))

    assert wrong == []


def test_no_form_is_taken_without_its_token(sandbox, cluster, owner, untouched):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = owner.cookies
    wrong = []
    for address in ALL:
        answer = strict.post(address.path(sandbox.id))
        if answer.status_code not in (403, NO_SUCH_WAY):
            wrong.append((address.name, answer.status_code))
        elif answer.status_code == 403:
            assert "That form has expired" in answer.content.decode()

    assert wrong == []


def test_looking_at_a_page_changes_nothing(sandbox, cluster, owner, untouched):
    for address in IN_SANDBOX:
        owner.get(address.path(sandbox.id))
