"""Browsers: owner, classmate, teacher and outsider, and what each may."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, User

from clusters import callers, runtime
from clusters.callers import grants, people
from clusters.models import Grant

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.fixture
def sandbox():
    grants.forget_all()
    return runtime.create("owner's", seed=1)


@pytest.fixture
def teacher(sandbox):
    user = User.objects.create_user("teacher")
    callers.let_look_on(sandbox.id, user.pk)
    return user


def a_guest(sandbox_id):
    """The session of a browser that owns a sandbox."""
    session: dict = {}
    callers.own(session, sandbox_id)
    return session


def rights(sandbox, session, user=NOBODY):
    who = callers.person(session, user)
    may = [callers.may(who, sandbox.id, write=write) for write in (False, True)]
    return callers.role_in(who, sandbox.id), *may


def test_the_standing_cast_may_what_it_may(sandbox, teacher):
    classmate = a_guest(runtime.create("classmate's", seed=2).id)
    assert rights(sandbox, a_guest(sandbox.id)) == ("owner", True, True)
    assert rights(sandbox, {}, teacher) == ("teacher", True, False)
    assert rights(sandbox, classmate) == ("", False, False)
    assert rights(sandbox, {}) == ("", False, False)
    assert rights(sandbox, {"visitor": "forged"}) == ("", False, False)


def test_a_guest_owns_several_sandboxes_and_sees_only_those(sandbox):
    other = runtime.create("second", seed=2)
    runtime.create("somebody's", seed=3)
    session = a_guest(sandbox.id)
    callers.own(session, other.id)
    mine = callers.sandboxes_of(callers.person(session, NOBODY))
    assert {each.id for each in mine} == {sandbox.id, other.id}


def test_who_signs_up_keeps_the_sandbox_on_every_device(sandbox):
    user = User.objects.create_user("sam")
    assert callers.keep(sandbox.id, user.pk)
    assert rights(sandbox, {}, user) == ("owner", True, True)
    assert [s.id for s in callers.sandboxes_of(callers.person({}, user))] == [
        sandbox.id
    ]
    thief = User.objects.create_user("thief")
    assert not callers.keep(sandbox.id, thief.pk)
    assert rights(sandbox, {}, thief) == ("", False, False)


def test_a_resume_code_opens_the_sandbox_on_another_device(sandbox, monkeypatch):
    old = callers.issue_resume_code(sandbox.id)
    code = callers.issue_resume_code(sandbox.id)
    phone: dict = {}
    assert callers.resume(phone, old) is None
    assert callers.resume(phone, f" {code.upper()} ") == sandbox.id
    assert rights(sandbox, phone) == ("owner", True, True)
    assert callers.resume({}, code.replace("-", " ")) == sandbox.id
    at = people.now()
    monkeypatch.setattr(people, "now", lambda: at + people.RESUME_SECONDS + 1)
    assert callers.resume({}, code) is None


def test_a_right_that_is_revoked_is_gone_within_seconds(sandbox):
    session = a_guest(sandbox.id)
    assert rights(sandbox, session) == ("owner", True, True)
    key = people._session_key(session["visitor"], sandbox.id)
    grants.revoke(people.SESSION_KIND, key)
    assert rights(sandbox, session) == ("", False, False)


def test_the_number_in_the_cookie_is_not_what_is_stored(sandbox):
    session = a_guest(sandbox.id)
    row = Grant.objects.get(kind=people.SESSION_KIND)
    assert session["visitor"] not in row.key + str(row.data)
