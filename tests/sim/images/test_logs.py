"""Logs: what a Pod's recorded runs have written by now."""

from __future__ import annotations

from clusters.sim.images import logs


def a_run(script: str, started: float = 100.0, **more) -> dict:
    return {
        "image": "docker.io/library/busybox:1.36",
        "argv": ["sh", "-c", script],
        "env": {},
        "started": started,
        "epoch": 0.0,
        **more,
    }


def texts(run: dict, now: float) -> list[str]:
    return [text for _, _, text in logs.of_run(run, now)]


def test_lines_appear_as_time_goes_on():
    run = a_run("for i in 1 2 3; do echo $i; sleep 10; done")
    assert texts(run, 105) == ["1"]
    assert texts(run, 125) == ["1", "2", "3"]


def test_lines_carry_their_simulated_second_and_stream():
    run = a_run("echo out; sleep 5; echo err >&2")
    assert [
        (round(at), stream, text) for at, stream, text in logs.of_run(run, 200)
    ] == [
        (100, "stdout", "out"),
        (105, "stderr", "err"),
    ]


def test_a_killed_run_says_nothing_more():
    run = a_run("echo a; sleep 10; echo b", ended=105.0)
    assert texts(run, 200) == ["a"]


def test_a_short_runs_last_line_is_not_lost_to_rounding():
    run = a_run("sleep 0.7; echo a", started=100.0, ended=100.702)
    assert texts(run, 200) == ["a"]


def test_a_run_that_never_started_has_no_log():
    assert texts(a_run("echo a", reason="StartError", ended=100.0), 200) == []
