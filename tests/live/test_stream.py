"""The event stream: filtered, collapsed, numbered, resumable."""

from __future__ import annotations

import pytest

from clusters import runtime
from clusters.live import links, stream
from clusters.live.stream import Filter
from clusters.sim.history import Event
from clusters.sim.tx import Told
from clusters.sim.world import Key
from tests.live.conftest import noted
from tests.live.reasons import components
from tests.sim.accounts import cluster_id, with_cluster

pytestmark = pytest.mark.django_db


@pytest.fixture
def sandbox():
    return runtime.create(speed="instant", seed=3)


def event(number, **told):
    words = {
        "component": "etcd",
        "owner": "aws",
        "by": "aws",
        "next": "nobody",
        "severity": "info",
        "reason": "Lost",
        "message": "gone",
        **told,
    }
    key = Key("dc.EtcdMember", "c" * 32, "b")
    return Event(number, 62.0, 1_800_000_000.0, key, Told(**words), "etcd", 0)


def here(sandbox):
    return links.where(sandbox.id, runtime.read(sandbox.id))


def numbered(html):
    return int(html.partition('data-n="')[2].partition('"')[0])


def test_a_filter_is_read_from_an_address_and_written_back():
    wanted = Filter.of({"owner": "aws", "severity": "error", "cluster": "demo"})

    assert Filter.parsed(wanted.text) == wanted
    assert wanted.narrows
    assert not Filter(cluster="demo").narrows


def test_what_no_filter_knows_is_ignored():
    assert Filter.of({"owner": "them", "component": "x", "severity": "<b>"}) == Filter()


def test_filters_by_owner_component_and_severity():
    bad = event(1, owner="you", component="kubelet", severity="error")

    assert Filter(owner="you").matches(bad, None)
    assert Filter(component="kubelet", severity="error").matches(bad, None)
    assert not Filter(owner="aws").matches(bad, None)
    assert not Filter(severity="info").matches(bad, None)


def test_finds_words_in_sentence_reason_and_name():
    lost = event(1, message="Member b is gone", reason="EtcdMemberLost")

    for words in ("member b", "etcdmember", "B"):
        assert Filter.of({"find": words}).matches(lost, None)
    assert not Filter.of({"find": "pod"}).matches(lost, None)
    assert Filter.of({"find": " x " * 90}).narrows


def test_every_component_that_speaks_can_be_chosen():
    assert components() - set(stream.COMPONENTS) == set()


def test_events_of_another_cluster_are_not_shown_be_it_gone_or_there():
    home = stream.Home("d" * 32, "us-west-2/demo")
    shown = [
        Key("dc.EtcdMember", "d" * 32, "b"),
        Key("k8s.Pod", "d" * 32 + "/default", "web"),
        Key("eks.Cluster", "us-west-2", "demo"),
        Key("eks.Nodegroup", "us-west-2/demo", "web"),
        Key("ec2.Vpc", "us-west-2", "vpc-1"),
    ]
    not_shown = [
        Key("dc.EtcdMember", "c" * 32, "b"),
        Key("k8s.Pod", "c" * 32 + "/default", "web"),
        Key("eks.Cluster", "us-west-2", "other"),
        Key("eks.Nodegroup", "us-west-2/other", "web"),
    ]

    assert [key for key in shown + not_shown if home.has(key)] == shown
    assert not Filter(cluster="demo").matches(event(1), home)


def test_a_clusters_home_is_its_own_and_that_of_a_deleted_one_is_empty(sandbox):
    world = runtime.read(sandbox.id)

    assert stream.home(world, "") is None
    assert stream.home(world, "gone") == stream.Home("", "us-west-2/gone")


def test_repeats_side_by_side_are_one_row(sandbox):
    found = [event(4), event(3), event(2, reason="Other"), event(1)]

    rows = stream.rows(here(sandbox), found)

    assert [(row["number"], row["count"]) for row in rows] == [(4, 2), (2, 1), (1, 1)]


def test_a_row_says_whose_it_is_who_acted_and_who_moves_next(sandbox):
    row = stream.rows(here(sandbox), [event(1, owner="both", next="aws")])[0]

    assert (row["owner"], row["owner_word"]) == ("shared", "Both")
    assert row["by"] == "by the control plane's own repair, run by AWS"
    assert row["next"] == "next move: AWS"
    assert row["sim"] == "00:01:02"
    assert row["part"] == "etcd-b"


def test_learners_words_are_escaped(sandbox):
    world = runtime.read(sandbox.id)

    html = stream.fragments(sandbox.id, world, [event(1, message="<img src=x>")])[0]

    assert "&lt;img src=x&gt;" in html


def test_history_is_read_page_by_page(sandbox, monkeypatch):
    monkeypatch.setattr(stream, "PAGE", 2)
    monkeypatch.setattr(stream, "PAGES", 1)
    for number in range(5):
        noted(sandbox.id, str(number))
    world = runtime.read(sandbox.id)

    first = stream.context(sandbox.id, world, Filter())
    second = stream.context(sandbox.id, world, Filter(), before=first["earlier"])

    numbers = [numbered(html) for page in (first, second) for html in page["rows"]]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 4
    assert first["last"] == world.rv


def test_a_page_of_repeats_is_filled_with_what_was_before(sandbox, monkeypatch):
    monkeypatch.setattr(stream, "PAGE", 2)
    monkeypatch.setattr(stream, "PAGES", 3)
    for number in range(8):
        noted(sandbox.id, str(number))
    world = runtime.read(sandbox.id)

    shown, more = stream._filled(sandbox.id, world, Filter(), 0)

    assert len(shown) == 6
    assert more


def test_a_row_of_the_kubelets_names_the_box_of_its_node():
    world = with_cluster()
    pods = world.list("k8s.Pod", cluster_id(world))
    key, node = next((key, pod["spec"]["nodeName"]) for key, pod in pods)
    spoken = event(1, component="kubelet")._replace(key=key)

    [row] = stream.rows(links.where("bcdfghjkmn", world), [spoken])

    assert row["part"] == f"node-{node}"
