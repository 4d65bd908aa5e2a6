"""What a terminal keeps: encrypted, merged where two tabs write, gone with its sandbox."""

from __future__ import annotations

import pytest

from clusters import runtime
from clusters.models import Terminal, TerminalEntry
from clusters.terminal import store
from clusters.terminal.files import MOST_BYTES, FileError
from clusters.terminal.session import Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def sandbox():
    return runtime.create(seed=5)


def session(sandbox):
    """A line's session, and what was stored when it began."""
    made, before = Session(sandbox.id, None), store.load(sandbox.id)
    store.fill(made, before)
    return made, before


def wrote(sandbox, **files):
    made, before = session(sandbox)
    for name, text in files.items():
        made.files.write(f"/home/learner/{name}", text)
    return store.save(made, before)


def test_files_variables_and_the_folder_are_there_for_the_next_line(sandbox):
    made, before = session(sandbox)
    made.files.write("/home/learner/web.yaml", "kind: Pod\n")
    made.variables["NAME"] = "demo"
    made.folder, made.place = "/home", "i-1"
    store.save(made, before)

    later, _ = session(sandbox)

    assert later.files.read("/home/learner/web.yaml") == "kind: Pod\n"
    assert (later.variables, later.folder, later.place) == (
        {"NAME": "demo"},
        "/home",
        "i-1",
    )


def test_nothing_that_is_stored_can_be_read_in_the_database(sandbox):
    made, before = session(sandbox)
    made.files.write("/home/learner/a", "topsecret")
    made.variables["AWS_SECRET_ACCESS_KEY"] = "topsecret"
    store.save(made, before)
    store.begin(sandbox.id, "a" * 32, "echo topsecret")
    store.end(sandbox.id, "a" * 32, "topsecret", 0, cut=False)

    row, entry = Terminal.objects.get(), TerminalEntry.objects.get()

    for data in (row.files, row.state, entry.line, entry.output):
        assert data
        assert b"topsecret" not in bytes(data)


def test_two_tabs_that_write_keep_each_others_files(sandbox):
    wrote(sandbox, old="1", both="1", gone="1")
    one, before_one = session(sandbox)
    other, before_other = session(sandbox)
    one.files.write("/home/learner/one", "1")
    one.files.write("/home/learner/both", "one")
    one.variables["A"] = "1"
    other.files.write("/home/learner/other", "2")
    other.files.write("/home/learner/both", "other")
    other.files.remove("/home/learner/gone")
    other.variables["B"] = "2"
    store.save(one, before_one)
    store.save(other, before_other)

    kept = store.look(sandbox.id)

    assert kept.files == {
        "/home/learner/old": "1",
        "/home/learner/one": "1",
        "/home/learner/other": "2",
        "/home/learner/both": "other",
    }
    assert kept.variables == {"A": "1", "B": "2"}


def test_a_variable_that_was_unset_stays_unset(sandbox):
    made, before = session(sandbox)
    made.variables["A"] = "1"
    store.save(made, before)
    made, before = session(sandbox)
    del made.variables["A"]
    store.save(made, before)

    assert store.look(sandbox.id).variables == {}


def test_what_two_tabs_write_together_has_a_mebibyte_too(sandbox):
    half = "x" * (MOST_BYTES // 2 + 1)
    one, before_one = session(sandbox)
    other, before_other = session(sandbox)
    one.files.write("/home/learner/one", half)
    other.files.write("/home/learner/other", half)

    assert store.save(one, before_one) == []
    assert store.save(other, before_other) == ["/home/learner/other"]
    assert list(store.look(sandbox.id).files) == ["/home/learner/one"]


def test_variables_are_bounded(sandbox):
    made, before = session(sandbox)
    made.variables["BIG"] = "x" * store.MOST_STATE

    assert store.save(made, before) == ["the variables"]
    assert store.look(sandbox.id).variables == {}


def test_one_file_can_be_saved_alone(sandbox):
    wrote(sandbox, old="1")
    store.write(sandbox.id, "/home/learner/new", "2")

    assert store.look(sandbox.id).files == {
        "/home/learner/old": "1",
        "/home/learner/new": "2",
    }
    with pytest.raises(FileError, match="Disk quota"):
        store.write(sandbox.id, "/home/learner/big", "x" * MOST_BYTES)


def test_an_id_begins_once(sandbox):
    other = runtime.create(seed=6)

    assert store.begin(sandbox.id, "a" * 32, "first")
    assert not store.begin(sandbox.id, "a" * 32, "second")
    assert store.begin(other.id, "a" * 32, "theirs")
    assert store.entry(sandbox.id, "a" * 32).line == "first"


def test_the_newest_two_hundred_entries_are_kept(sandbox):
    for number in range(store.KEPT_ENTRIES + 5):
        store.begin(sandbox.id, f"{number:032}", f"echo {number}")

    kept = store.entries(sandbox.id, 1000)

    assert len(kept) == store.KEPT_ENTRIES
    assert (kept[0].line, kept[-1].line) == ("echo 5", "echo 204")


def test_the_history_tells_each_line_once(sandbox):
    for number, line in enumerate(("ls", "pwd", "ls")):
        store.begin(sandbox.id, f"{number:032}", line)

    assert store.lines(sandbox.id) == ["pwd", "ls"]


def test_a_reset_takes_the_terminal_away_and_an_old_line_does_not_bring_it_back(
    sandbox,
):
    wrote(sandbox, old="1")
    store.begin(sandbox.id, "a" * 32, "ls")
    late, before = session(sandbox)
    late.files.write("/home/learner/late", "1")
    runtime.reset(sandbox.id)

    store.save(late, before)

    assert store.look(sandbox.id).files == {}
    assert store.entries(sandbox.id, 10) == []


def test_a_deleted_sandbox_leaves_nothing(sandbox):
    wrote(sandbox, old="1")
    store.begin(sandbox.id, "a" * 32, "ls")
    runtime.delete(sandbox.id)

    assert not Terminal.objects.exists()
    assert not TerminalEntry.objects.exists()


def test_another_installations_key_opens_nothing_and_breaks_nothing(sandbox, settings):
    wrote(sandbox, old="1")
    store.begin(sandbox.id, "a" * 32, "ls")
    settings.SECRET_KEY = "another"

    assert store.look(sandbox.id).files == {}
    assert store.lines(sandbox.id) == []
