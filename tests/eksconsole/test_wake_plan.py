"""The waker sends each due sandbox once, and again only when nothing came of it."""

from __future__ import annotations

from eksconsole.wake_plan import (
    BATCH,
    LOOK_AT_LEAST_EVERY,
    Due,
    batches,
    look,
    remember,
    still_waiting,
)

NOW = 1000.0
DUE = Due("a", NOW - 0.5)


def test_a_due_sandbox_is_sent():
    ripe, _ = look([DUE], {}, NOW)

    assert ripe == [DUE]


def test_an_idle_system_sends_nothing_and_looks_again_in_a_second():
    assert look([], {}, NOW) == ([], NOW + LOOK_AT_LEAST_EVERY)


def test_a_sandbox_due_soon_is_looked_at_exactly_then():
    ripe, again_at = look([Due("a", NOW + 0.25)], {}, NOW)

    assert (ripe, again_at) == ([], NOW + 0.25)


def test_what_is_on_its_way_is_not_sent_again():
    sent = remember([DUE], {}, NOW)

    ripe, again_at = look([DUE], sent, NOW + 0.5)

    assert ripe == []
    assert again_at == NOW + 1.0


def test_what_came_to_nothing_is_sent_again_ever_more_rarely():
    sent, now, pauses = {}, NOW, []
    for _ in range(5):
        sent = remember([DUE], sent, now)
        assert look([DUE], sent, sent["a"].repeat_at)[0] == [DUE]
        pauses.append(sent["a"].repeat_at - now)
        now = sent["a"].repeat_at

    assert pauses == [1.0, 2.0, 4.0, 8.0, 8.0]


def test_a_sandbox_that_moved_on_is_sent_at_its_new_time():
    sent = remember([DUE], {}, NOW)
    moved = Due("a", NOW + 0.2)

    assert look([moved], sent, NOW + 0.1)[0] == []
    assert look([moved], sent, NOW + 0.2)[0] == [moved]


def test_a_sandbox_that_a_worker_holds_is_looked_at_soon_but_not_sent():
    held = Due("a", NOW - 0.1, leased_until=NOW + 5)

    ripe, again_at = look([held], {}, NOW)

    assert ripe == []
    assert again_at == NOW + 0.1


def test_a_lease_that_ran_out_holds_nothing():
    assert look([Due("a", NOW - 9, leased_until=NOW - 1)], {}, NOW)[0] != []


def test_what_is_no_longer_due_is_forgotten():
    sent = remember([DUE, Due("b", NOW)], {}, NOW)

    assert set(still_waiting(sent, [DUE])) == {"a"}


def test_a_rush_is_shared_out_in_batches():
    ripe = [Due(f"s{number}", NOW) for number in range(BATCH + 1)]

    assert [len(names) for names in batches(ripe)] == [BATCH, 1]
