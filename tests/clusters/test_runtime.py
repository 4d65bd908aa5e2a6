"""The runtime: one commit path, cold as warm, beaten once, never twice."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from clusters import runtime
from clusters.models import ChangeRecord, Sandbox, Snapshot
from clusters.runtime import commit, held, load
from clusters.runtime.fresh import Gone
from clusters.sim import engine, history
from clusters.sim.commands import ClockCall, StepCall
from clusters.sim.errors import Refusal
from clusters.sim.world import Key

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.storage]


@pytest.fixture
def sandbox() -> Sandbox:
    return runtime.create("tests", seed=1)


def note(sandbox: Sandbox, step: str = "deploy-app", seen: int = 0, **fields):
    return runtime.execute(sandbox.id, StepCall(step, seen, fields))


def cold(sandbox: Sandbox):
    held.drop(sandbox.id)
    return runtime.read(sandbox.id)


def test_a_new_sandbox_has_an_account_with_three_zones(sandbox):
    account = runtime.read(sandbox.id).find(Key("aws.Account", "", "account"))
    assert account["id"] == sandbox.account
    assert account["zones"] == ["us-west-2a", "us-west-2b", "us-west-2c"]


def test_a_cold_load_equals_the_warm_world(sandbox):
    for seen in range(5):
        note(sandbox, seen=seen, state="running", waitingFor=str(seen))
    warm = history.snapshot(runtime.read(sandbox.id))
    assert history.snapshot(cold(sandbox)) == warm


def test_another_process_catches_up_from_the_log(sandbox):
    note(sandbox, state="running")
    behind = held.get(sandbox.id)
    note(sandbox, seen=1, state="waiting")
    ahead = runtime.read(sandbox.id)
    held.keep(sandbox.id, behind)
    assert history.snapshot(runtime.read(sandbox.id)) == history.snapshot(ahead)


def test_a_snapshot_replaces_the_records_as_the_way_to_load(sandbox, monkeypatch):
    monkeypatch.setattr(commit, "SNAPSHOT_EVERY", 3)
    for seen in range(4):
        note(sandbox, seen=seen, state="running", waitingFor=str(seen))
    assert Snapshot.objects.get(sandbox=sandbox).version == 3
    warm = history.snapshot(runtime.read(sandbox.id))
    assert history.snapshot(cold(sandbox)) == warm


def test_a_refused_command_leaves_no_trace(sandbox):
    before = runtime.version(sandbox.id)
    with pytest.raises(Refusal):
        note(sandbox, step="no-such-step")
    assert runtime.version(sandbox.id) == before
    assert ChangeRecord.objects.filter(sandbox=sandbox).count() == 0


def test_a_commit_that_fails_does_not_poison_the_world_in_memory(sandbox, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("disk full")

    monkeypatch.setattr(commit, "_follow_endpoints", broken)
    with pytest.raises(RuntimeError):
        note(sandbox, state="running")
    monkeypatch.undo()
    assert runtime.read(sandbox.id).find(Key("steps.Run", "", "deploy-app")) is None
    assert note(sandbox, state="running")["revision"] == 1


def test_who_is_beaten_runs_once_more_on_the_newer_world(sandbox):
    stale = load.current(sandbox.id)
    note(sandbox, state="running")
    held.keep(sandbox.id, stale)
    # The version is asked before the World is used, so put the old one back late.
    real = load.current
    try:
        load.current = lambda _id: stale
        runtime.execute(sandbox.id, ClockCall(mode="10x"))
    finally:
        load.current = real
    world = cold(sandbox)
    assert world.clock.mode == "10x"
    assert world.find(Key("steps.Run", "", "deploy-app"))["state"] == "running"


def test_who_meets_a_deletion_is_told_that_the_sandbox_is_gone(sandbox, monkeypatch):
    stale = load.current(sandbox.id)
    runtime.delete(sandbox.id)
    monkeypatch.setattr(load, "current", lambda _id: stale)
    with pytest.raises(Gone):
        runtime.execute(sandbox.id, ClockCall(mode="10x"))


def test_many_writers_lose_nothing_and_double_nothing(sandbox):
    problems = []

    def write(worker: int):
        for turn in range(10):
            try:
                world = runtime.read(sandbox.id)
                run = world.find(Key("steps.Run", "", "deploy-app")) or {}
                log = [*run.get("links", []), f"{worker}:{turn}"]
                note(sandbox, seen=run.get("revision", 0), state="running", links=log)
            except Refusal as refusal:
                problems.append(refusal.code)
        connection.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run = cold(sandbox).find(Key("steps.Run", "", "deploy-app"))
    assert set(problems) <= {"Superseded"}
    assert len(run["links"]) == run["revision"] == 40 - len(problems)
    versions = ChangeRecord.objects.filter(sandbox=sandbox).order_by("version")
    found = [row.version for row in versions]
    assert found == list(range(found[0], found[0] + len(found)))


def test_events_are_numbered_newest_first_and_resume_where_one_stopped(sandbox):
    note(sandbox, state="running")
    note(sandbox, seen=1, state="waiting")
    note(sandbox, seen=2, state="succeeded")
    newest = runtime.events(sandbox.id)
    assert [e.told.reason for e in newest] == [
        "StepSucceeded",
        "StepWaiting",
        "StepRunning",
    ]
    middle = newest[1].number
    assert [e.number for e in runtime.events(sandbox.id, after=middle)] == [
        newest[0].number
    ]
    assert [e.number for e in runtime.events(sandbox.id, before=middle)] == [
        newest[2].number
    ]
    assert len(runtime.events(sandbox.id, limit=2)) == 2


def test_events_from_memory_are_the_events_of_the_log(sandbox):
    start = runtime.read(sandbox.id).rv
    for seen, state in enumerate(("running", "waiting", "succeeded")):
        note(sandbox, seen=seen, state=state)
    remembered = runtime.events(sandbox.id, after=start)
    known = held.get(sandbox.id)
    held.keep(sandbox.id, held.Held(known.version, known.world, (), known.world.rv))
    assert remembered == runtime.events(sandbox.id, after=start)
    assert len(remembered) == 3


def test_memory_forgets_events_with_their_changes(sandbox, monkeypatch):
    monkeypatch.setattr(held, "RING", 4)
    for seen in range(6):
        note(sandbox, seen=seen, state=("running", "waiting")[seen % 2])
    known = held.get(sandbox.id)
    assert all(event.number > known.since for event in known.told)
    assert [e.number for e in known.told] == [c.rv for c in known.ring if c.told]


def test_changes_come_from_the_log_when_memory_does_not_go_back_so_far(sandbox):
    start = runtime.read(sandbox.id).rv
    for seen in range(3):
        note(sandbox, seen=seen, state="running", waitingFor=str(seen))
    warm = runtime.log.changes_after(sandbox.id, start)
    held.drop(sandbox.id)
    current = load.current(sandbox.id)
    held.keep(
        sandbox.id, held.Held(current.version, current.world, (), current.world.rv)
    )
    assert runtime.log.changes_after(sandbox.id, start) == warm
    assert [c.after["waitingFor"] for c in warm if c.after] == ["0", "1", "2"]


def test_a_log_that_was_pruned_says_so(sandbox):
    start = runtime.read(sandbox.id).rv
    for seen in range(3):
        note(sandbox, seen=seen, state="running", waitingFor=str(seen))
    current = load.current(sandbox.id)
    held.keep(
        sandbox.id, held.Held(current.version, current.world, (), current.world.rv)
    )
    ChangeRecord.objects.filter(sandbox=sandbox).order_by("version").first().delete()
    assert runtime.log.changes_after(sandbox.id, start) is None


def test_a_sandbox_that_is_deleted_is_gone(sandbox):
    runtime.delete(sandbox.id)
    with pytest.raises(Gone):
        runtime.read(sandbox.id)


def test_a_reset_sandbox_begins_anew_under_a_later_version(sandbox):
    note(sandbox, state="running")
    before = runtime.version(sandbox.id)
    runtime.reset(sandbox.id)
    assert runtime.version(sandbox.id) > before
    assert runtime.read(sandbox.id).find(Key("steps.Run", "", "deploy-app")) is None


def test_a_sandbox_is_advanced_by_one_worker_at_a_time(sandbox):
    Sandbox.objects.filter(id=sandbox.id).update(leased_until=commit.now() + 60)
    assert runtime.advance(sandbox.id) is False
    Sandbox.objects.filter(id=sandbox.id).update(leased_until=commit.now() - 1)
    assert runtime.advance(sandbox.id) is True
    assert Sandbox.objects.get(id=sandbox.id).leased_until == 0


def test_a_lease_is_given_back_when_advancing_fails(sandbox, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("disk full")

    monkeypatch.setattr(engine, "advance", broken)
    with pytest.raises(RuntimeError):
        runtime.advance(sandbox.id)
    assert Sandbox.objects.get(id=sandbox.id).leased_until == 0
