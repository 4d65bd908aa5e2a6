"""The list of clusters."""

from __future__ import annotations

import pytest


@pytest.fixture
def shown(owner, sandbox):
    return lambda query="": owner.get(
        f"/s/{sandbox.id}/clusters/{query}"
    ).content.decode()


def test_without_clusters_it_says_what_to_do_next(shown):
    page = shown()

    assert "You have no clusters yet" in page
    assert "Create cluster" in page


def test_a_row_says_how_the_cluster_is_and_whose_move_it_is(cluster, shown):
    page = shown()

    assert "Active" in page
    assert "Launch worker nodes: the cluster has none" in page


def test_a_search_without_a_match_offers_to_clear_it(cluster, shown):
    page = shown("?q=orchrad")

    assert "No clusters match “orchrad”" in page
    assert "Clear search" in page


def test_a_search_finds_by_part_of_the_name_and_by_status(cluster, shown):
    assert 'id="row-demo"' in shown("?q=EM&status=ACTIVE")
    assert 'id="row-demo"' not in shown("?status=FAILED")


def test_an_unknown_status_is_ignored(cluster, shown):
    assert 'id="row-demo"' in shown("?status=%3Cscript%3E")


def test_the_journey_notices_what_was_done_by_hand(cluster, shown):
    page = shown()

    assert "Done by you" in page
    assert "Step 2 of 4" in page


def test_learners_text_is_escaped(shown):
    assert "<script>alert(1)</script>" not in shown("?q=<script>alert(1)</script>")


def test_the_cards_say_what_the_table_says_and_the_choice_is_remembered(
    cluster, owner, sandbox
):
    path = f"/s/{sandbox.id}/clusters/"
    cards = owner.get(f"{path}?view=cards").content.decode()
    again = owner.get(path).content.decode()

    assert 'class="clustercard" id="row-demo"' in cards
    assert "Launch worker nodes: the cluster has none" in cards
    assert 'class="clustercard"' in again
    assert 'class="clustercard"' not in owner.get(f"{path}?view=table").content.decode()


def test_an_unknown_view_is_the_table(cluster, shown):
    assert 'class="clustercard"' not in shown("?view=%3Cscript%3E")


def test_it_counts_the_clusters(cluster, shown):
    assert ">(1)<" in shown()
    assert "0 of 1 shown" not in shown("?q=nothing")


def test_a_cluster_on_its_way_says_how_long_it_takes_on_aws(owner, sandbox, shown):
    owner.post(f"/s/{sandbox.id}/clock/", {"mode": "paused"})
    for step, form in (
        ("name", {"name": "slow", "version": "1.35", "role": "eksClusterRole"}),
        ("review", {}),
    ):
        owner.post(f"/s/{sandbox.id}/create/{step}/", form)

    page = shown()

    assert "Building, about " in page
    assert "min left on AWS" in page


def test_the_name_can_be_copied(cluster, shown):
    assert 'data-copy="demo"' in shown()


def test_a_cluster_that_was_begun_is_gone_on_with(owner, teacher, sandbox):
    owner.post(f"/s/{sandbox.id}/create/name/", {"name": "begun"})
    page = owner.get(f"/s/{sandbox.id}/clusters/").content.decode()

    assert "A cluster that you began: begun" in page
    assert f"/s/{sandbox.id}/create/networking/" in page
    assert (
        "that you began"
        not in teacher.get(f"/s/{sandbox.id}/clusters/").content.decode()
    )
