"""The dock: the events at the foot of every page of a cluster, folded or open."""

from __future__ import annotations

import re

import pytest

TABS = (
    "resources/",
    "nodes/",
    "networking/",
    "access/",
    "add-ons/",
    "observability/",
    "updates/",
    "objects/namespaces/-/default/",
    "apply/",
    "create-nodegroup/",
    "kubeconfig/",
    "delete/",
)


@pytest.fixture
def shown(owner, sandbox, cluster):
    def get(path="", **headers):
        address = f"/s/{sandbox.id}/cluster/demo/{path}"
        return owner.get(address, headers=headers).content.decode()

    return get


@pytest.fixture
def prefers(owner):
    return lambda fold: owner.post("/preferences/", {"dock": fold})


def dock(page):
    found = re.search(r'<section class="dock".*?</section>', page, re.DOTALL)
    return found.group() if found else ""


def is_folded(page):
    return "data-collapsed" in dock(page).partition(">")[0]


def events(page):
    return re.findall(r'id="ev-(\d+)"', page)


def test_the_overview_begins_with_it_open(shown):
    page = shown()

    assert not is_folded(page)
    assert events(page) != []


@pytest.mark.parametrize("tab", TABS)
def test_each_other_page_begins_with_it_folded_and_empty(shown, tab):
    page = shown(tab)

    assert is_folded(page)
    assert events(page) == []
    assert 'id="events"' not in page


def test_a_dock_that_was_opened_is_open_on_every_page(shown, prefers):
    prefers("open")

    assert [
        tab for tab in TABS if is_folded(shown(tab)) or not events(shown(tab))
    ] == []


def test_a_folded_one_stays_folded_on_the_overview_whose_map_still_hears_of_events(
    shown, prefers
):
    prefers("folded")
    page = shown()

    assert is_folded(page)
    assert events(page) != []


def test_an_address_that_names_events_opens_it(shown, prefers):
    prefers("folded")

    assert not is_folded(shown("?owner=aws"))
    assert not is_folded(shown("?before=100"))


def test_what_a_folded_dock_is_opened_with_is_the_panel_alone(shown):
    part = shown("events/?owner=aws", **{"HX-Request": "true"})

    assert part.lstrip().count("<html") == 0
    assert events(part) != []
    assert set(re.findall(r'class="owner" data-owner="(\w+)"', part)) == {"aws"}
    assert 'data-fill="ev-filters"' in part


def test_without_script_the_overview_shows_what_the_panel_was_asked_for(
    owner, sandbox, cluster
):
    answer = owner.get(f"/s/{sandbox.id}/cluster/demo/events/?owner=aws")

    assert answer.url == f"/s/{sandbox.id}/cluster/demo/?owner=aws"


def test_a_tabs_own_filters_are_not_the_docks(shown, prefers):
    prefers("open")

    assert events(shown("observability/?find=zebra")) != []


def test_earlier_events_are_asked_for_where_the_panel_comes_from(
    shown, prefers, monkeypatch
):
    monkeypatch.setattr("clusters.live.stream.PAGE", 2)
    monkeypatch.setattr("clusters.live.stream.PAGES", 1)
    prefers("open")

    earlier = re.search(r'data-earlier[^>]*href="([^"]*)\?before', shown("nodes/"))
    assert earlier.group(1).endswith("/cluster/demo/events/")


def test_pages_of_no_cluster_have_none(owner, sandbox, cluster):
    for path in ("clusters/", "stacks/", "connect/", "cluster/demo/leftovers/"):
        assert dock(owner.get(f"/s/{sandbox.id}/{path}").content.decode()) == ""


def test_each_tab_names_its_panel_and_its_tools(shown):
    page = dock(shown())
    tabs = re.findall(r'role="tab" id="([\w-]+)" aria-controls="([\w-]+)"', page)

    assert tabs != []
    for tab, panel in tabs:
        assert f'id="{panel}" role="tabpanel" aria-labelledby="{tab}"' in page
        assert f'data-for="{tab}"' in page
