"""Guests' sandboxes: they rest unused, wake when looked at, and do not live for ever."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from clusters import guests, runtime
from clusters.guests import GUEST_LIFE, REST_AFTER
from clusters.models import Sandbox
from clusters.runtime import usage
from clusters.runtime.commit import now

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sandbox() -> Sandbox:
    return runtime.create("guest", seed=1)


def unused_for(sandbox: Sandbox, seconds: float, *, due: bool = True) -> None:
    Sandbox.objects.filter(id=sandbox.id).update(
        used_at=now() - seconds, wake_at=now() if due else None
    )


def test_a_guest_s_clock_rests_after_an_hour_and_goes_on_when_somebody_looks(sandbox):
    unused_for(sandbox, REST_AFTER + 1)
    assert guests.untidy(now())
    usage.tidy()
    assert runtime.read(sandbox.id).clock.mode == "paused"
    assert not guests.untidy(now())
    runtime.used(sandbox.id)
    assert runtime.read(sandbox.id).clock.mode == "auto"


def test_a_sandbox_in_which_nothing_is_due_needs_no_rest(sandbox):
    unused_for(sandbox, REST_AFTER + 1, due=False)
    assert not guests.untidy(now())


def test_a_guest_s_sandbox_is_deleted_after_two_weeks_unused(sandbox):
    unused_for(sandbox, GUEST_LIFE + 1)
    usage.tidy()
    assert not Sandbox.objects.filter(id=sandbox.id).exists()


def test_nobody_s_signed_up_work_is_deleted(sandbox):
    owner = User.objects.create_user("somebody")
    Sandbox.objects.filter(id=sandbox.id).update(owner=owner)
    unused_for(sandbox, 10 * GUEST_LIFE)
    usage.tidy()
    assert Sandbox.objects.filter(id=sandbox.id).exists()
