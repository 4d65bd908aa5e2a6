"""What a page must hear: only what differs, and no event twice or never."""

from __future__ import annotations

import json

import pytest

from clusters import runtime
from clusters.live import feed, stream
from clusters.live.feed import Unreadable
from tests.live.conftest import noted

pytestmark = pytest.mark.django_db


@pytest.fixture
def sandbox():
    return runtime.create(speed="instant", seed=3)


def sent(sandbox_id, *names, **more):
    """What a page drawn right now says of itself."""
    world = runtime.read(sandbox_id)
    return {
        "version": runtime.version(sandbox_id),
        "rv": world.rv,
        "panels": list(names),
        "after": world.rv,
        **more,
    }


def heard(seen):
    """The next view and message."""
    world, version = runtime.read(seen.sandbox), runtime.version(seen.sandbox)
    changes = runtime.log.changes_after(seen.sandbox, seen.rv)
    after, text = feed.message(seen, world, version, changes)
    return after, json.loads(text)


def test_only_panels_that_watch_what_changed_are_sent(sandbox):
    seen = feed.view(sandbox.id, sent(sandbox.id, "journey", "cluster-table"))
    noted(sandbox.id, "a")

    _, message = heard(seen)

    assert list(message["panels"]) == ["journey"]


def test_a_fragment_that_is_as_it_was_is_not_sent_again(sandbox):
    seen = feed.view(sandbox.id, sent(sandbox.id, "clock"))
    noted(sandbox.id, "a")
    seen, first = heard(seen)
    noted(sandbox.id, "b")

    _, second = heard(seen)

    assert list(first["panels"]) == ["clock"]
    assert second["panels"] == {}


def test_each_event_is_heard_once_and_in_order(sandbox):
    seen = feed.view(sandbox.id, sent(sandbox.id))
    noted(sandbox.id, "a")
    noted(sandbox.id, "b")
    seen, first = heard(seen)
    noted(sandbox.id, "c")
    _, second = heard(seen)

    numbers = [_number(html) for html in first["events"] + second["events"]]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == 3
    assert second["last"] == runtime.read(sandbox.id).rv


def _number(html):
    return int(html.partition('data-n="')[2].partition('"')[0])


def test_who_was_away_too_long_gets_the_newest_and_is_told_to_begin_anew(
    sandbox, monkeypatch
):
    monkeypatch.setattr(stream, "PAGE", 2)
    seen = feed.view(sandbox.id, sent(sandbox.id))
    for text in "abcd":
        noted(sandbox.id, text)

    _, message = heard(seen)

    assert message["reset"] is True
    assert len(message["events"]) == 2


def test_a_page_without_a_stream_hears_no_events(sandbox):
    seen = feed.view(sandbox.id, sent(sandbox.id, after=-1))
    noted(sandbox.id, "a")

    assert "events" not in heard(seen)[1]


def test_when_the_log_does_not_go_back_so_far_all_is_drawn_again(sandbox):
    seen = feed.view(sandbox.id, sent(sandbox.id, "journey", "cluster-table"))
    noted(sandbox.id, "a")
    world, version = runtime.read(sandbox.id), runtime.version(sandbox.id)

    _, text = feed.message(seen, world, version, None)

    assert set(json.loads(text)["panels"]) == {"journey", "cluster-table"}


@pytest.mark.parametrize(
    "nonsense",
    [None, [], 7, "x", {}, {"panels": 3, "version": 1}, {"panels": [], "version": "x"}],
)
def test_what_our_pages_do_not_send_is_unreadable(nonsense):
    with pytest.raises(Unreadable):
        feed.view("bcdfghjkmn", nonsense)


def test_a_page_shows_a_bounded_number_of_panels():
    many = {"panels": [f"cluster-table?q={n}" for n in range(99)], "version": 1}

    assert len(feed.view("bcdfghjkmn", many).panels) == feed.MOST_PANELS
