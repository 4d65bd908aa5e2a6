"""Lines run in their order, once, bounded, and end when they are told to."""

from __future__ import annotations

import pytest

from clusters import runtime
from clusters.terminal import pace, runner, store
from clusters.terminal.follows import follows
from clusters.terminal.store import Entry
from tests.terminal.typed import done, ended, heard, name, typed, until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _forgetful():
    pace.forget_all()


@pytest.fixture
def sandbox():
    return runtime.create(speed="instant", seed=5)


def begun(run):
    """Wait until a line has printed something."""
    until(run, lambda run: run.screen.text())
    return run


def test_a_line_prints_ends_and_is_kept(sandbox):
    run = ended(typed(sandbox.id, "echo hello"))

    assert (run.code, run.screen.text()) == (0, "hello\n")
    kept = store.entry(sandbox.id, run.name)
    assert (kept.line, kept.output, kept.code, kept.cut) == (
        "echo hello",
        "hello\n",
        0,
        False,
    )


def test_what_a_line_leaves_the_next_one_finds(sandbox):
    done(sandbox.id, "echo text > ~/a; cd /home; export NAME=demo")

    assert done(sandbox.id, "pwd; cat ~/a; echo $NAME")[1] == "/home\ntext\ndemo\n"


def test_the_same_id_never_runs_twice(sandbox):
    first = ended(typed(sandbox.id, "echo once >> ~/a; echo ran", of="a" * 32))

    again = runner.submit(sandbox.id, "a" * 32, "echo once >> ~/a; echo ran")

    assert isinstance(again, Entry)
    assert again.output == first.screen.text() == "ran\n"
    assert done(sandbox.id, "cat ~/a")[1] == "once\n"


def test_the_same_id_meets_the_line_that_still_runs(sandbox):
    run = typed(sandbox.id, "sleep 60", of="b" * 32)

    assert runner.submit(sandbox.id, "b" * 32, "sleep 60") is run
    runner.stop(run)
    assert ended(run).code == 130


def test_lines_wait_for_the_one_before(sandbox):
    first = typed(sandbox.id, "sleep 0.3; echo one >> ~/a")
    second = typed(sandbox.id, "echo two >> ~/a; cat ~/a")

    assert second.code is None
    assert ended(second).screen.text() == "one\ntwo\n"
    assert ended(first).code == 0


def test_a_stopped_line_gives_way_to_the_next(sandbox):
    first = typed(sandbox.id, "sleep 60")
    second = typed(sandbox.id, "echo after")
    runner.stop(first)

    assert ended(first).code == 130
    assert ended(second).screen.text() == "after\n"


def test_a_line_that_is_stopped_while_it_waits_never_runs(sandbox):
    first = typed(sandbox.id, "sleep 60")
    second = typed(sandbox.id, "echo ran > ~/a")
    runner.stop(second)
    runner.stop(first)

    assert ended(second).code == 130
    assert done(sandbox.id, "cat ~/a")[0] == 1


def test_two_lines_may_follow_something_and_more_can_be_typed(sandbox):
    following = [
        begun(typed(sandbox.id, f"watch -n 1 echo {number}")) for number in (1, 2)
    ]

    code, text = done(sandbox.id, "watch echo three")

    assert code == 1
    assert "Two lines follow something already (watch -n 1 echo 1; " in text
    assert "Ctrl+C" in text
    assert done(sandbox.id, "echo meanwhile")[1] == "meanwhile\n"
    for run in following:
        runner.stop(run)
        assert ended(run).code == 130
    third = begun(typed(sandbox.id, "watch echo three"))
    runner.stop(third)
    ended(third)


def test_one_learners_lines_wait_for_no_others(sandbox):
    other = runtime.create(seed=6)
    slow = typed(sandbox.id, "sleep 60")

    assert done(other.id, "echo quick")[1] == "quick\n"
    runner.stop(slow)
    ended(slow)


def test_a_line_that_nobody_follows_any_more_ends(sandbox, monkeypatch):
    monkeypatch.setattr(runner, "ALONE_SECONDS", 0.05)
    run = begun(typed(sandbox.id, "watch -n 1 echo 1"))

    def look():
        return None

    runner.listen(run, look)
    runner.leave(run, look)
    until_stopped = run.session.stop.wait(10)

    assert until_stopped
    assert ended(run).code == 130


def test_who_types_too_fast_is_told_how_long_to_wait(sandbox):
    for _ in range(pace.BURST):
        pace.check(sandbox.id, "a" * 32, "ls")

    with pytest.raises(pace.Refused, match=r"60 lines a minute.* Wait 1 s") as refused:
        runner.submit(sandbox.id, name(), "ls")

    assert 0 < refused.value.wait <= 1
    assert store.entries(sandbox.id, 10) == []


@pytest.mark.parametrize("bad", ["", "short", "x" * 32, "a" * 37, "../../etc"])
def test_an_id_that_no_page_makes_is_refused(bad, sandbox):
    with pytest.raises(pace.Refused, match="Load the page again"):
        runner.submit(sandbox.id, bad, "ls")


def test_a_line_that_is_too_long_is_refused_and_not_kept(sandbox):
    with pytest.raises(pace.Refused, match="longer than 64 KiB"):
        runner.submit(sandbox.id, name(), "x" * (pace.LONGEST_LINE + 1))

    assert store.entries(sandbox.id, 10) == []


def test_no_more_than_fifty_lines_wait(sandbox):
    first = typed(sandbox.id, "sleep 60")
    waiting = []
    for _ in range(runner.MOST_WAITING - 1):
        pace.forget_all()
        waiting.append(typed(sandbox.id, "true"))

    with pytest.raises(pace.Refused, match="50 lines wait"):
        runner.submit(sandbox.id, name(), "true")

    for run in [first, *waiting]:
        runner.stop(run)
    ended(waiting[-1])


def test_a_page_hears_output_then_the_end_then_what_comes_after(sandbox):
    news = heard(typed(sandbox.id, "echo '<b>'; nothing-there"))

    assert news[0]["lines"].startswith("&lt;b&gt;\n")
    assert news[1]["end"] == 127
    assert news[2]["after"]["context"] == "No cluster chosen yet"


def test_long_output_is_announced_by_its_length(sandbox):
    news = heard(typed(sandbox.id, "seq 24"))

    assert news[1]["say"] == "24 lines"
    assert heard(typed(sandbox.id, "seq 3"))[1]["say"] == ""


def test_a_file_is_opened_to_edit_and_given_back(sandbox):
    store.write(sandbox.id, "/home/learner/a.yaml", "old: 1\n")
    run = ended(typed(sandbox.id, "edit ~/a.yaml"))

    assert run.edit == ("/home/learner/a.yaml", "old: 1\n")


def test_history_tells_what_was_typed_before(sandbox):
    done(sandbox.id, "echo first")

    assert "echo first" in done(sandbox.id, "history")[1]


def test_a_sandbox_that_is_gone_ends_its_lines(sandbox):
    run = begun(typed(sandbox.id, "watch -n 1 echo 1"))
    runtime.delete(sandbox.id)
    runner.stop(run)

    assert ended(run).code == 130
    assert runner.running(sandbox.id) == []


@pytest.mark.parametrize(
    "line",
    [
        "kubectl get pods -w",
        "kubectl -n shop get pods --watch | grep web",
        "k logs -f web-1",
        "kubectl logs web --tail 3 --follow",
        "watch -n 2 kubectl get pods",
        "cd /tmp; tail -f log",
    ],
)
def test_lines_that_follow(line):
    assert follows(line)


@pytest.mark.parametrize(
    "line",
    [
        "kubectl apply -f web.yaml",
        "kubectl get pods -o wide",
        "echo watch",
        "grep -w Ready nodes",
        "kubectl get pods | grep -w web",
        "aws eks wait cluster-active --name demo",
        "",
    ],
)
def test_lines_that_end_by_themselves(line):
    assert not follows(line)


def test_the_servers_end_ends_every_line_and_keeps_what_it_said(sandbox):
    run = begun(typed(sandbox.id, "echo before; sleep 60"))

    runner.stop_all()

    assert ended(run).code == 130
    assert store.entry(sandbox.id, run.name).output == "before\n"
