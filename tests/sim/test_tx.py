"""Tx: writes become changes, changes wake who watches, refusals undo."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from clusters.sim.errors import Refusal
from clusters.sim.registry import watches
from clusters.sim.tx import Tx, shared, thawed
from clusters.sim.world import Key
from tests.sim.test_delta import documents, exact
from tests.sim.toys import SITE, empty, on_roster, written

A = Key("toy.Box", "s", "a")


def test_every_write_is_one_revision_with_before_and_after():
    tx = Tx(empty(), SITE)
    tx.add(A, {"n": 1})
    with tx.edit(A) as body:
        body["n"] = 2
    tx.remove(A)
    assert [(c.rv, c.before, c.after) for c in tx.changes] == [
        (2, None, {"n": 1}),
        (3, {"n": 1}, {"n": 2}),
        (4, {"n": 2}, None),
    ]


def test_an_edit_that_changes_nothing_is_no_change():
    tx = Tx(written(empty(), (A, {"deep": {"n": [1]}})), SITE)
    with tx.edit(A) as body:
        body["deep"]["n"] = [1]
    tx.put(A, {"deep": {"n": [1]}})
    assert tx.changes == []
    assert tx.rv == tx.base.rv


def test_an_edit_works_on_a_copy():
    world = written(empty(), (A, {"deep": {"n": [1]}}))
    tx = Tx(world, SITE)
    with tx.edit(A) as body:
        body["deep"]["n"].append(2)
    assert world.find(A) == {"deep": {"n": [1]}}
    assert tx.find(A) == {"deep": {"n": [1, 2]}}


def test_what_an_edit_leaves_alone_is_held_once():
    world = written(empty(), (A, {"spec": {"n": [1]}, "status": {"ready": False}}))
    tx = Tx(world, SITE)
    with tx.edit(A) as body:
        body["status"]["ready"] = True
    assert tx.find(A)["spec"] is world.find(A)["spec"]
    assert world.find(A)["status"] == {"ready": False}


@given(documents, documents)
def test_sharing_with_an_older_document_changes_neither(old, new):
    before, wanted = json.dumps(old), exact(new)
    body = thawed(new)
    found = shared(old, body)
    assert json.dumps(old) == before
    assert exact(found) == exact(body) == wanted
    assert (found is old) == (exact(old) == wanted)


def test_a_document_put_in_is_copied_so_the_giver_may_go_on_changing_it():
    mine = {"list": [1]}
    tx = Tx(empty(), SITE)
    tx.add(A, mine)
    mine["list"].append(2)
    assert tx.find(A) == {"list": [1]}


def test_adding_twice_is_a_bug_and_is_said():
    tx = Tx(written(empty(), (A, {})), SITE)
    with pytest.raises(ValueError, match="exists already"):
        tx.add(A, {})


def test_asking_twice_is_asking_once_and_the_earliest_wins():
    with on_roster("toy", lambda _tx, _key: None):
        tx = Tx(empty(), SITE)
        tx.wake("toy", A, after=9.0)
        tx.wake("toy", A, after=5.0)
        tx.wake("toy", A, after=7.0)
        assert [due.at for due in tx.agenda.values()] == [5.0]
        assert tx.next_entry() == (("toy", A), tx.agenda["toy", A])


def test_a_change_wakes_its_watchers_with_the_revision_that_did_it():
    with on_roster("toy", lambda _tx, _key: None, watches("toy.Box")):
        tx = Tx(empty(), SITE)
        tx.add(A, {})
        assert tx.agenda["toy", A].at == tx.now
        assert tx.agenda["toy", A].cause == tx.rv


def test_a_refusal_in_a_savepoint_undoes_only_what_is_inside():
    with on_roster("toy", lambda _tx, _key: None, watches("toy.Box")):
        tx = Tx(empty(), SITE)
        tx.add(Key("toy.Other", "s", "kept"), {})

        def refused() -> None:
            with tx.savepoint():
                tx.add(A, {})
                raise Refusal("No", "no")

        with pytest.raises(Refusal):
            refused()
        assert tx.find(A) is None
        assert tx.agenda == {}
        assert [c.key.name for c in tx.changes] == ["kept"]
        tx.add(A, {"again": True})
        assert tx.world().find(A) == {"again": True}


def test_draws_replay_from_seed_and_counter():
    def draws(seed: int) -> list[object]:
        rng = Tx(empty(seed=seed), SITE).rng
        return [rng.hex(8), rng.uuid(), rng.between(1.0, 2.0), rng.suffix()]

    assert draws(1) == draws(1)
    assert draws(1) != draws(2)
