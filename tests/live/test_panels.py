"""Panels: a closed registry, drawn once for all who look at the same version."""

from __future__ import annotations

import pytest

from clusters import callers, runtime
from clusters.live import panels
from clusters.live.panels import Spec
from clusters.sim.commands import ClockCall

pytestmark = pytest.mark.django_db


@pytest.fixture
def sandbox():
    return runtime.create(speed="instant", seed=3)


def test_a_browser_names_a_panel_with_its_arguments():
    assert panels.parsed("cluster-table?status=ACTIVE&q=de+mo") == Spec(
        "cluster-table", (("q", "de mo"), ("status", "ACTIVE"))
    )


@pytest.mark.parametrize("text", ["", "nothing", "../../etc/passwd", "base.html#clock"])
def test_what_is_no_panel_is_nothing(text):
    assert panels.parsed(text) is None


def test_arguments_that_a_panel_does_not_take_are_dropped():
    assert panels.parsed("clock?world=x&connected=1") == Spec("clock")


def test_a_spec_is_read_back_as_it_was_written():
    wanted = panels.spec("cluster-table", {"q": "a&b=c #?", "status": ""})

    assert panels.parsed(wanted.text) == wanted


def test_a_fragment_is_drawn_once_for_a_version(sandbox):
    world = runtime.read(sandbox.id)
    wanted = panels.spec("cluster-table")

    first = panels.drawn(wanted, sandbox.id, world, 1)

    assert panels.drawn(wanted, sandbox.id, world, 1) is first


def test_a_later_version_is_drawn_when_it_shows_something_else(sandbox):
    wanted = panels.spec("clock")
    first = panels.drawn(wanted, sandbox.id, runtime.read(sandbox.id), 1)

    assert panels.drawn(wanted, sandbox.id, runtime.read(sandbox.id), 2) is first
    runtime.execute(sandbox.id, ClockCall(mode="paused", who="learner"))
    assert panels.drawn(wanted, sandbox.id, runtime.read(sandbox.id), 3) != first


def test_fragments_of_two_sandboxes_are_two(sandbox):
    other = runtime.create(seed=4)
    wanted = panels.spec("clock")

    pages = {
        panels.drawn(wanted, place.id, runtime.read(place.id), 1)
        for place in (sandbox, other)
    }

    assert len(pages) == 2


def test_page_and_fragment_are_one_drawing(sandbox, client):
    session = client.session
    callers.own(session, sandbox.id)
    session.save()
    client.cookies["sessionid"] = session.session_key
    page = client.get(f"/s/{sandbox.id}/clusters/").content.decode()

    fragment = panels.drawn(
        panels.spec("cluster-table"), sandbox.id, runtime.read(sandbox.id), 1
    )

    assert fragment.strip() in page


def test_a_panel_is_stale_when_what_it_watches_changes():
    table, clock = panels.find("cluster-table"), panels.find("clock")

    assert table.stale({}, frozenset({"k8s.Pod"}))
    assert not table.stale({}, frozenset({"iam.Role"}))
    assert table.stale({}, None)
    assert clock.stale({}, frozenset({"iam.Role"}))


def test_a_panel_may_watch_what_its_arguments_say():
    table = panels.find("resource-table")

    assert table.stale({"resource": "configmaps"}, frozenset({"k8s.ConfigMap"}))
    assert not table.stale({"resource": "configmaps"}, frozenset({"k8s.Pod"}))


def test_two_panels_of_one_name_are_a_bug():
    with pytest.raises(ValueError, match="two panels"):
        panels.panel("elsewhere.html#clock")(lambda world: {})
