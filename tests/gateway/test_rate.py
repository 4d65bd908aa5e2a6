"""Buckets: a burst, then so many a second, each name its own."""

from __future__ import annotations

from clusters.gateway.rate import BURST, Buckets


def test_a_burst_is_let_through_and_the_next_waits_its_turn():
    buckets = Buckets(burst=3, per_second=2)
    assert [buckets.take("a", 0.0) for _ in range(4)] == [True, True, True, False]
    assert buckets.take("a", 0.5)
    assert not buckets.take("a", 0.5)


def test_one_sandbox_does_not_slow_another():
    buckets = Buckets(burst=1, per_second=1)
    assert buckets.take("a", 0.0)
    assert not buckets.take("a", 0.0)
    assert buckets.take("b", 0.0)


def test_a_class_of_sixty_starts_within_a_minute():
    buckets = Buckets()
    calls_each = 100
    assert calls_each < BURST
    for learner in range(60):
        assert all(buckets.take(f"learner-{learner}", 0.0) for _ in range(calls_each))
