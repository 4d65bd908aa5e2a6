"""Writes are counted, each sandbox's on its own."""

from __future__ import annotations

import pytest

from clusters.apiserver import rate
from clusters.sim.kube.errors import TooManyRequests


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr(rate, "_left", {})
    times = [0.0]
    monkeypatch.setattr(rate.time, "monotonic", lambda: times[0])
    return times


def spend(sandbox, count):
    for _ in range(count):
        rate.take(sandbox)


def test_a_burst_is_let_through_and_one_more_is_told_to_wait(clock):
    spend("loop", int(rate.BURST))
    with pytest.raises(TooManyRequests) as refused:
        rate.take("loop")
    assert refused.value.details["retryAfterSeconds"] == 1


def test_waiting_helps(clock):
    spend("loop", int(rate.BURST))
    clock[0] += 1
    spend("loop", int(rate.PER_SECOND))


def test_others_do_not_wait(clock):
    spend("loop", int(rate.BURST))
    rate.take("quiet")
