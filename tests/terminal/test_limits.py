"""What one line may use up."""

from __future__ import annotations

import pytest

from clusters.terminal.limits import Limits, OverLimit
from clusters.terminal.session import Session, Stopped


def test_a_line_that_is_within_its_limits_goes_on():
    limits = Limits()
    limits.begin()
    limits.start()
    limits.took(1000)
    limits.check()
    assert 0 < limits.left() <= limits.seconds


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        (Limits(seconds=-1.0), "a line may run for"),
        (Limits(processor_seconds=-1.0), "a line may compute for"),
    ],
)
def test_time_that_is_over_ends_it(limits, told):
    with pytest.raises(OverLimit, match=told):
        limits.check()
    assert limits.left() >= 0


def test_programs_and_text_are_counted():
    limits = Limits(starts=2, passed=10)
    limits.start()
    limits.start()
    with pytest.raises(OverLimit, match="may start 2 programs"):
        limits.start()
    limits.took(10)
    with pytest.raises(OverLimit, match="may go through the pipes"):
        limits.took(1)


def test_a_new_line_begins_anew():
    limits = Limits(starts=1, seconds=60)
    limits.start()
    limits.begin()
    limits.start()


def test_who_waits_is_woken_by_stop_and_by_the_end_of_time():
    session = Session("x", None, limits=Limits(seconds=0.05))
    with pytest.raises(OverLimit):
        session.sleep(60)
    session = Session("x", None)
    session.stop.set()
    for act in (lambda: session.sleep(60), session.check, session.start):
        with pytest.raises(Stopped):
            act()
