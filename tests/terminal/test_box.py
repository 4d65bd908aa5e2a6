"""The box: jobs that are kind, and jobs that would do harm."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from clusters.terminal.box.keeper import Keeper
from clusters.terminal.box.running import run
from clusters.terminal.files import MOST_BYTES, Files
from clusters.terminal.program import Err, Exit
from clusters.terminal.session import Session, Stopped
from tests.terminal.hostile_jobs.harm import ATTEMPTS

LONG = 20.0
ROOT = Path(__file__).parents[2]
SERVER = """
import time
from clusters.terminal.box.keeper import Keeper
keeper = Keeper("tests.terminal.hostile_jobs")
keeper.refill()
print(keeper.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="module")
def keeper() -> Iterator[Keeper]:
    """A zygote with the jobs of these tests."""
    made = Keeper("tests.terminal.hostile_jobs")
    yield made
    made.close()


@pytest.fixture
def session() -> Session:
    return Session("sandbox", None)  # type: ignore[arg-type]


def ended(session, keeper, job, given=None, answer=None):
    """What a job printed, and its code."""
    said: list[str] = []
    try:
        said.extend(run(job, given or {}, session, answer, keeper=keeper))
    except Exit as end:
        return "".join(said), end.code, end.text
    return "".join(said), 0, ""


def name_it(asked):
    assert asked == {"what": "a name"}
    return {"name": "Ada"}


def until(true):
    """Wait for it: others do it when they get to it."""
    end = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < end
        threading.Event().wait(0.02)


def running(pid):
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def children(keeper):
    return children_of(keeper.pid)


def children_of(pid):
    return set(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


def test_what_a_job_prints_and_asks_comes_in_order(session, keeper):
    said = list(run("kind", {}, session, name_it, keeper=keeper))
    assert said == ["asking\n", "Ada"]
    assert isinstance(said[0], Err)
    assert not isinstance(said[1], Err)


def test_a_job_ends_with_its_code(session, keeper):
    assert ended(session, keeper, "kind", {"code": 3}, name_it) == (
        "asking\nAda",
        3,
        "",
    )


def test_files_that_a_job_changed_are_written(session, keeper):
    session.files = Files({"/home/old": "x"})
    changed = {"/home/new/": "", "/home/new/file": "text", "/home/old": None}
    assert ended(session, keeper, "kind", {"changed": changed}, name_it)[1] == 0
    assert session.files.texts == {"/home/new/": "", "/home/new/file": "text"}


def test_files_over_the_quota_are_refused(session, keeper):
    changed = {"/home/new": "x" * (MOST_BYTES + 1)}
    _, code, words = ended(session, keeper, "kind", {"changed": changed}, name_it)
    assert code == 1
    assert "/home/new: Disk quota exceeded" in words
    assert session.files.texts == {}


def test_a_job_knows_nothing_of_the_server(session, keeper, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "of the server")
    said = ended(session, keeper, "kind", {"environment": True}, name_it)[0]
    assert "SECRET" not in said
    assert "HALFPLANE" not in said


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_job_cannot_do_harm(session, keeper, tmp_path, attempt):
    (tmp_path / "secret").write_text("mine")
    before = sorted((path.name, path.stat().st_mode) for path in tmp_path.iterdir())
    given = {"attempt": attempt, "place": str(tmp_path)}
    said, code, _ = ended(session, keeper, "harm", given)
    assert (said, code) == ("Refused", 0)
    after = sorted((path.name, path.stat().st_mode) for path in tmp_path.iterdir())
    assert (after, (tmp_path / "secret").read_text()) == (before, "mine")
    assert running(keeper.pid)


@pytest.mark.parametrize("how", ["compute", "die", "nonsense"])
def test_a_job_that_goes_wrong_is_ended_and_said_so(session, keeper, how):
    said, code, words = ended(session, keeper, "spin", {"how": how})
    assert (said, code) == ("begun\n", 137)
    assert "5 seconds of processor time and 256 MiB of memory" in words


def test_a_job_that_wants_all_memory_is_told_so(session, keeper):
    said, code, _ = ended(session, keeper, "spin", {"how": "memory"})
    assert code == 255
    assert "out of memory" in said


def test_a_job_that_goes_too_deep_is_told_so(session, keeper):
    said, code, _ = ended(session, keeper, "spin", {"how": "deep"})
    assert code == 255
    assert "maximum recursion depth exceeded" in said


def test_a_fault_of_a_job_is_in_the_servers_log_only(session, keeper, caplog):
    said, code, _ = ended(session, keeper, "no_such_job")
    assert code == 255
    assert (
        said
        == "no_such_job: ended by a fault of this terminal; the server's log tells of it\n"
    )
    assert "ModuleNotFoundError" in caplog.text


@pytest.mark.parametrize("how", ["wait", "compute", "chatter"])
def test_a_job_ends_when_its_line_is_stopped(session, keeper, how):
    keeper.refill()
    until(lambda: len(children(keeper)) == keeper.spares)  # no other test's is left
    said = run("spin", {"how": how}, session, keeper=keeper)
    assert next(said).startswith("begun\n")
    before = children(keeper)
    session.stop.set()
    with pytest.raises(Stopped):
        list(said)
    until(lambda: len(before - children(keeper)) == 1)


def test_a_job_ends_when_nobody_reads_it_any_more(session, keeper):
    keeper.refill()
    until(lambda: len(children(keeper)) == keeper.spares)
    said = run("spin", {"how": "chatter"}, session, keeper=keeper)
    assert next(said)
    before = children(keeper)
    said.close()
    until(lambda: len(before - children(keeper)) == 1)


def test_many_jobs_run_at_once(keeper):
    found: list[str] = []

    def one(name):
        mine = Session(name, None)  # type: ignore[arg-type]
        found.append(
            "".join(run("kind", {}, mine, lambda _: {"name": name}, keeper=keeper))
        )

    threads = [threading.Thread(target=one, args=(f"n{n}",)) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)
    assert sorted(found) == sorted(f"asking\nn{n}" for n in range(40))


def test_after_the_zygote_was_killed_the_next_job_runs(session, keeper):
    assert ended(session, keeper, "kind", {}, name_it)[1] == 0
    old, idle = keeper.pid, children(keeper)
    os.kill(old, signal.SIGKILL)
    until(lambda: not running(old))
    assert ended(session, keeper, "kind", {}, name_it) == ("asking\nAda", 0, "")
    assert keeper.pid != old
    until(lambda: not any(running(pid) for pid in idle))


def test_a_job_ends_with_its_zygote(session, keeper):
    said = run("spin", {"how": "wait"}, session, keeper=keeper)
    next(said)
    os.kill(keeper.pid, signal.SIGKILL)
    with pytest.raises(Exit) as end:
        list(said)
    assert end.value.code == 137


def test_nothing_is_left_of_a_server_that_ends(session):
    keeper = Keeper("tests.terminal.hostile_jobs")
    said = run("spin", {"how": "compute"}, session, keeper=keeper)
    next(said)
    keeper.refill()
    zygote = keeper.pid
    until(lambda: len(children(keeper)) == 1 + keeper.spares)
    jobs = children(keeper)
    keeper.close()
    assert not running(zygote)
    until(lambda: not any(running(pid) for pid in jobs))
    with pytest.raises(Exit):
        list(said)
    keeper.close()


def test_nothing_is_left_of_a_server_that_is_killed():
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER], stdout=subprocess.PIPE, cwd=ROOT, text=True
    )
    assert server.stdout is not None
    zygote = int(server.stdout.readline())
    until(lambda: len(children_of(zygote)) == 2)
    idle = children_of(zygote)
    server.kill()
    server.wait()
    server.stdout.close()
    until(lambda: not any(running(pid) for pid in (zygote, *idle)))
