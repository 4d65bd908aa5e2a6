"""The map piece by piece: small pushes, and the same drawing in the end."""

from __future__ import annotations

import copy
import json
from collections import OrderedDict

import pytest

from clusters.live import feed, panels, pieces
from clusters.live.place import place
from clusters.sim.tx import Change
from clusters.sim.world import Document, Draft, Key, World
from tests.console.crowds import changed, crowd
from tests.sim.accounts import cluster_id

MAP = panels.spec("architecture", {"cluster": "demo"})
SANDBOX = "bcdfghjkmn"


@pytest.fixture(autouse=True)
def _forgetful(monkeypatch):
    """What one test's pages showed is not another's."""
    monkeypatch.setattr(pieces, "_kept", OrderedDict())


def at(world: World, rv: int, *, seed: int | None = None) -> World:
    """The same at another revision, or of another sandbox's first day."""
    return World(
        world.seed if seed is None else seed,
        world.clock,
        rv=rv,
        counter=world.counter,
        buckets=world.buckets,
        agenda=world.agenda,
    )


def later(world: World, bodies: dict[Key, dict]) -> World:
    """The World a revision later, with other bodies of documents."""
    draft = Draft(world.buckets)
    for key, doc in bodies.items():
        draft.store(key, Document(doc, world.rv + 1))
    return at(changed(world, draft), world.rv + 1)


def body(world: World, key: Key) -> dict:
    return copy.deepcopy(dict(world.find(key)))


def a_pod(world: World) -> Key:
    found = world.list("k8s.Pod", cluster_id(world))
    return next(key for key, _ in found if key.name.startswith("web-"))


def a_node(world: World) -> Key:
    return world.list("k8s.Node", cluster_id(world))[3][0]


def unready(world: World) -> World:
    key = a_pod(world)
    pod = body(world, key)
    pod["status"]["containerStatuses"][0] |= {"ready": False}
    pod["status"]["containerStatuses"][0]["state"] = {
        "waiting": {"reason": "ContainerCreating"}
    }
    return later(world, {key: pod})


def crashing(world: World) -> World:
    key = a_pod(world)
    pod = body(world, key)
    pod["status"]["containerStatuses"][0]["state"] = {
        "waiting": {"reason": "CrashLoopBackOff"}
    }
    return later(world, {key: pod})


def moved(world: World) -> World:
    """A Pod less on one node, and one more on another."""
    key = a_pod(world)
    pod = body(world, key)
    pod["spec"]["nodeName"] = a_node(world).name
    return later(world, {key: pod})


def waiting(world: World) -> World:
    key = a_pod(world)
    pod = body(world, key)
    pod["spec"]["nodeName"] = ""
    return later(world, {key: pod})


def silent(world: World) -> World:
    key = a_node(world)
    node = body(world, key)
    for condition in node["status"]["conditions"]:
        condition["status"] = "Unknown"
    return later(world, {key: node})


def lost(world: World) -> World:
    key, doc = world.list("dc.ApiServer", cluster_id(world))[0]
    return later(world, {key: {**doc, "state": "lost"}})


CHANGES = (unready, crashing, moved, waiting, silent, lost)


def tree(world: World) -> pieces.Piece:
    drawn = panels.built(MAP, world, ())
    found = panels.find("architecture").pieces(drawn)
    assert found is not None
    return found


def base(world: World) -> dict:
    return {
        "sandbox": place(SANDBOX, world),
        "spec": {"architecture": MAP.text},
        **panels.built(MAP, world, ()),
    }


def whole(world: World) -> str:
    return tree(world).draw(base(world))


def walked(piece):
    yield piece
    for one in piece.inside:
        yield from walked(one)


def heard(before: World, now: World, kind: str = "k8s.Pod") -> dict[str, str]:
    """The fragments for a page that was drawn of the one World and hears of the other."""
    panels.shown(MAP, SANDBOX, before, panels.built(MAP, before, ()))
    return told(before, now, kind)


def told(before: World, now: World, kind: str) -> dict[str, str]:
    seen = feed.View(SANDBOX, (MAP,), feed.Filter(), before.rv, before.rv, -1)
    changes = [Change(now.rv, 0.0, Key(kind, "", "x"), None, None, "you", 0)]
    return json.loads(feed.message(seen, now, now.rv, changes)[1])["panels"]


def test_a_pods_readiness_is_a_few_kilobytes_in_a_crowd():
    world = crowd(nodes=20, pods=200)
    fragments = heard(world, unready(world))

    [name] = fragments
    assert name.startswith("p-node-")
    assert len(fragments[name]) < 3_000 < len(whole(world)) / 15


def test_a_pod_in_trouble_is_told_by_its_node_its_square_and_the_table():
    world = crowd(nodes=20, pods=200)
    fragments = heard(world, crashing(world))

    assert {name[:7] for name in fragments} == {"c-node-", "p-node-", "t-node-"}


@pytest.mark.parametrize("change", CHANGES)
def test_pieces_put_into_the_old_drawing_make_the_new_one(change):
    before = crowd(nodes=9, pods=60)
    now = change(before)
    old = {one.id: one for one in walked(tree(before))}

    page = whole(before)
    for piece in pieces.changed(tree(before), tree(now)):
        was = old[piece.id].draw(base(before)).strip()
        assert page.count(was) == 1, piece.id
        page = page.replace(was, piece.draw(base(now)).strip())

    assert page.split() == whole(now).split()


def test_each_piece_is_one_element_of_the_page_with_its_id():
    world = crowd(nodes=9, pods=60)
    page = whole(world)

    wrong = [one.id for one in walked(tree(world)) if page.count(f'id="{one.id}"') != 1]
    assert wrong == []


def test_a_node_that_joins_is_drawn_with_its_subnet_alone():
    before, now = crowd(nodes=9, pods=60), crowd(nodes=10, pods=60)
    names = [one.id for one in pieces.changed(tree(before), tree(now))]

    assert "architecture" not in names
    assert [name for name in names if name.startswith("f-subnet")] != []


def test_a_page_that_nothing_is_known_of_gets_the_whole_map():
    world = crowd(nodes=9, pods=60)
    far = at(world, 777)

    assert list(told(far, later(far, {}), "k8s.Pod")) == ["architecture"]


def test_what_happened_elsewhere_between_does_not_make_the_map_unknown():
    world = crowd(nodes=9, pods=60)
    elsewhere = later(world, {})

    assert heard(world, elsewhere, "iam.Role") == {}
    assert list(told(elsewhere, unready(elsewhere), "k8s.Pod")) != ["architecture"]


def test_a_reset_sandbox_is_another_world_whose_map_is_drawn_whole():
    world = crowd(nodes=9, pods=60)
    panels.shown(MAP, SANDBOX, world, panels.built(MAP, world, ()))
    other = at(world, world.rv + 1, seed=world.seed + 1)

    assert list(told(world, other, "k8s.Pod")) == ["architecture"]
