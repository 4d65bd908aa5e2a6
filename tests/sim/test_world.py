"""Worlds: reading, scopes, indexes, and the layer that clusters share."""

from __future__ import annotations

import pytest

from clusters.sim import world as worlds
from clusters.sim.tx import Tx
from clusters.sim.world import Key, index, layer
from tests.sim.toys import SITE, empty, written

A = Key("toy.Box", "west/demo", "a")
B = Key("toy.Box", "west/demo2", "b")
TOP = Key("toy.Box", "west", "top")


def test_a_scope_holds_what_is_in_it_and_below_but_not_what_only_begins_alike():
    world = written(empty(), (A, {}), (B, {}), (TOP, {}))
    assert [key for key, _ in world.list("toy.Box", "west/demo")] == [A]
    assert [key for key, _ in world.list("toy.Box", "west")] == [TOP, A, B]
    assert [key for key, _ in world.list("toy.Box")] == [TOP, A, B]


def test_a_world_stays_as_it_was_when_a_tx_goes_on_from_it():
    before = written(empty(), (A, {"n": 1}))
    tx = Tx(before, SITE)
    with tx.edit(A) as body:
        body["n"] = 2
    middle = tx.world()
    tx.remove(A)
    assert before.find(A) == {"n": 1}
    assert middle.find(A) == {"n": 2}
    assert tx.find(A) is None


def test_an_index_follows_changes_and_removals():
    index("toy.Indexed", "colour", lambda _key, doc: doc["colours"])
    one, two = Key("toy.Indexed", "s", "one"), Key("toy.Indexed", "s", "two")
    world = written(empty(), (one, {"colours": ["red"]}), (two, {"colours": ["red"]}))
    assert [k for k, _ in world.by("toy.Indexed", "colour", "red")] == [one, two]
    tx = Tx(world, SITE)
    tx.put(one, {"colours": ["blue", "green"]})
    tx.remove(two)
    after = tx.world()
    assert after.by("toy.Indexed", "colour", "red") == []
    assert [k for k, _ in after.by("toy.Indexed", "colour", "green")] == [one]
    assert [k for k, _ in world.by("toy.Indexed", "colour", "red")] == [one, two]


@pytest.fixture
def layered():
    layer("toy-layer", {"toy.Role": {"admin": {"rules": 1}, "view": {"rules": 2}}})
    yield written(empty(), (Key("dc.Layer", "c1", "base"), {"layer": "toy-layer"}))
    del worlds._LAYERS["toy-layer"]


def test_the_base_layer_shows_through_where_it_is_switched_on(layered):
    assert layered.find(Key("toy.Role", "c1", "admin")) == {"rules": 1}
    assert layered.find(Key("toy.Role", "c2", "admin")) is None
    assert [k.name for k, _ in layered.list("toy.Role", "c1")] == ["admin", "view"]
    assert [k.name for k, _ in layered.list("toy.Role")] == ["admin", "view"]


def test_a_document_of_the_base_layer_can_be_overridden_and_deleted(layered):
    tx = Tx(layered, SITE)
    tx.put(Key("toy.Role", "c1", "view"), {"rules": 3})
    tx.remove(Key("toy.Role", "c1", "admin"))
    after = tx.world()
    assert after.find(Key("toy.Role", "c1", "admin")) is None
    assert after.list("toy.Role", "c1") == [
        (Key("toy.Role", "c1", "view"), {"rules": 3})
    ]
    assert layered.find(Key("toy.Role", "c1", "admin")) == {"rules": 1}


def test_bodies_are_those_of_the_list(layered):
    tx = Tx(layered, SITE)
    tx.put(Key("toy.Role", "c1", "view"), {"rules": 3})
    tx.remove(Key("toy.Role", "c1", "admin"))
    tx.put(Key("toy.Role", "c1/default", "own"), {"rules": 4})
    tx.put(Key("toy.Role", "c2", "other"), {"rules": 5})
    for world in (layered, tx.world()):
        for scope in ("", "c1", "c1/default", "c2"):
            listed = [doc for _, doc in world.list("toy.Role", scope)]
            found = sorted(world.bodies("toy.Role", scope), key=lambda d: d["rules"])
            assert found == sorted(listed, key=lambda d: d["rules"])
    assert len(list(tx.world().bodies("toy.Role", "c1"))) == 2


def test_what_derives_from_a_document_is_computed_once_per_version():
    made = []
    doc = written(empty(), (A, {"n": 1})).find(A)
    assert doc is not None
    for _ in range(3):
        assert doc.once("double", lambda: made.append(1) or doc["n"] * 2) == 2
    assert made == [1]
