"""The waker reads who is due from the database and sends a task for them."""

from __future__ import annotations

import pytest
from django.conf import settings

from clusters.models import Sandbox
from eksconsole.celery import app
from eksconsole.nudges import CHANNEL, Nudges, named_time
from eksconsole.wake_plan import Due
from eksconsole.waker import TASK, turn, waiting_before

NOW = 1000.0


def sandbox(name: str, wake_at: float | None, leased_until: float = 0.0) -> None:
    Sandbox.objects.create(
        id=name,
        account=name,
        name=name,
        region="us-west-2",
        created_at=0.0,
        used_at=0.0,
        wake_at=wake_at,
        leased_until=leased_until,
    )


@pytest.mark.django_db
def test_only_those_due_soon_are_read_and_the_earliest_comes_first():
    sandbox("later", NOW + 60)
    sandbox("second", NOW + 0.5)
    sandbox("first", NOW - 3, leased_until=NOW + 1)
    sandbox("never", None)

    assert waiting_before(NOW + 1) == [
        Due("first", NOW - 3, NOW + 1),
        Due("second", NOW + 0.5),
    ]


@pytest.mark.django_db
def test_an_idle_system_sends_no_task():
    sandbox("a", None)
    sandbox("b", NOW + 600)

    # There is no Redis here: sending would fail.
    assert turn({}, NOW) == ({}, NOW + 1.0)


@pytest.mark.django_db
@pytest.mark.needs("redis")
def test_all_that_are_due_share_a_task(redis_url):
    sandbox("a", NOW - 1)
    sandbox("b", NOW)

    with app.connection_for_write() as connection:
        connection.default_channel.queue_purge("celery")
        turn({}, NOW)
        message = connection.SimpleQueue("celery").get(timeout=5)
        message.ack()

    assert message.headers["task"] == TASK
    assert message.payload[0] == [["a", "b"]]


def listening(url: str) -> Nudges:
    """Nudges whose subscription the server has taken, and said so."""
    nudges = Nudges(url)
    for _ in range(100):
        nudges.next_nudge(0.05)
        if nudges.client.pubsub_numsub(CHANNEL)[0][1]:
            nudges.next_nudge(0.05)
            return nudges
    pytest.fail("the server takes no subscription")


@pytest.mark.needs("redis")
def test_a_nudge_names_a_time_to_wake_at(redis_url):
    nudges = listening(redis_url)
    nudges.client.publish(CHANNEL, "a 1234.500")

    assert nudges.next_nudge(5.0) == 1234.5


def test_without_redis_it_sleeps_and_goes_on():
    nudges = Nudges(f"unix://{settings.HOME}/nobody-is-here.sock")

    assert nudges.next_nudge(0.0) is None


@pytest.mark.needs("redis")
def test_a_connection_that_was_lost_is_taken_up_again(redis_url, caplog):
    nudges = listening(redis_url)
    assert nudges.client.client_kill_filter(_type="pubsub")

    assert nudges.next_nudge(5.0) is None
    assert "no nudges for now" in caplog.text

    again = (nudges.next_nudge(0.1) for _ in range(50))
    while not nudges.client.pubsub_numsub(CHANNEL)[0][1]:
        assert next(again) is None
    nudges.client.publish(CHANNEL, "a 1234.500")
    assert 1234.5 in (nudges.next_nudge(1.0) for _ in "abc")


@pytest.mark.parametrize("data", [b"", b"a", b"a soon", b"\xff 1"])
def test_a_nudge_that_makes_no_sense_is_none(data):
    assert named_time(data) is None
