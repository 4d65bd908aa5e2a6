"""Threads for lines: as many as are needed, used again, gone when there is nothing."""

from __future__ import annotations

import threading

from clusters.terminal import threads
from clusters.terminal.threads import Threads

PATIENCE = 10


def until(found):
    """Wait until something is true; a thread needs a moment to begin and to end."""
    for _ in range(PATIENCE * 100):
        if found():
            return True
        threading.Event().wait(0.01)
    return False


def test_jobs_run_side_by_side_up_to_the_most():
    pool, started, go = Threads(2, "test"), threading.Semaphore(0), threading.Event()
    third = threading.Event()

    def job():
        started.release()
        go.wait(PATIENCE)

    pool.run(job)
    pool.run(job)
    pool.run(third.set)

    assert started.acquire(timeout=PATIENCE)
    assert started.acquire(timeout=PATIENCE)
    assert pool.count == 2
    assert not third.is_set()
    go.set()
    assert third.wait(PATIENCE)


def test_a_free_thread_is_used_again():
    pool, names = Threads(5, "test"), []
    for count in range(1, 4):
        pool.run(lambda: names.append(threading.current_thread().ident))
        assert until(lambda count=count: len(names) == count and pool._free._value)

    assert len(set(names)) == 1


def test_threads_end_when_there_is_nothing_to_do(monkeypatch):
    monkeypatch.setattr(threads, "IDLE_SECONDS", 0.01)
    pool, done = Threads(5, "test"), threading.Event()
    pool.run(done.set)
    assert done.wait(PATIENCE)
    assert until(lambda: pool.count == 0)

    again = threading.Event()
    pool.run(again.set)

    assert again.wait(PATIENCE)


def test_a_job_that_fails_takes_only_its_thread_along(monkeypatch):
    told = []
    monkeypatch.setattr(threading, "excepthook", told.append)
    pool, go, done = Threads(1, "test"), threading.Event(), threading.Event()

    def fails():
        go.wait(PATIENCE)
        raise RuntimeError("a defect")

    pool.run(fails)
    pool.run(done.set)
    go.set()

    assert done.wait(PATIENCE)
    assert until(lambda: [str(one.exc_value) for one in told] == ["a defect"])
