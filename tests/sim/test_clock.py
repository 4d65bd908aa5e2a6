"""Clocks: speeds, jumps, and the way back from simulated to wall time."""

from __future__ import annotations

from clusters.sim.clock import KEPT_SEGMENTS, Clock, Segment, rendered

CLOCK = Clock("1x", (Segment(0.0, 1000.0, 1.0),))


def test_sixty_times_as_fast_is_sixty_seconds_in_one():
    fast = CLOCK.running(60.0, 10.0)
    assert fast.sim(1011.0) == 70.0
    assert fast.wall(70.0) == 1011.0
    assert fast.wall(5.0) == 1005.0


def test_a_paused_clock_stands_still_and_its_future_never_comes():
    paused = CLOCK.running(0.0, 10.0)
    assert paused.sim(5000.0) == 10.0
    assert paused.wall(10.0) == 1010.0
    assert paused.wall(10.001) == float("inf")


def test_what_a_jump_left_out_happened_at_the_jump():
    jumped = CLOCK.jumped(600.0, 1010.0)
    assert jumped.sim(1010.0) == 600.0
    assert jumped.wall(300.0) == 1010.0
    assert jumped.wall(605.0) == 1015.0


def test_several_jumps_at_one_moment_are_one_jump():
    jumped = CLOCK.jumped(600.0, 1010.0).jumped(900.0, 1010.0)
    assert len(jumped.segments) == 2
    assert jumped.sim(1010.0) == 900.0


def test_the_wall_time_before_now_does_not_run_backwards():
    assert CLOCK.sim(900.0) == 0.0


def test_a_long_life_keeps_a_bounded_number_of_segments():
    clock = CLOCK
    for at in range(1, 500):
        clock = clock.running(60.0 if at % 2 else 1.0, float(at))
    assert len(clock.segments) == KEPT_SEGMENTS
    assert clock.sim(clock.wall(499.0)) == 499.0


def test_times_are_rendered_as_kubernetes_writes_them():
    assert rendered(1795262400.9) == "2026-11-21T12:00:00Z"
