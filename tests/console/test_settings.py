"""A sandbox is reset and deleted only by who types it; the clock and the theme."""

from __future__ import annotations

import pytest

from clusters.models import Sandbox


def test_reset_asks_for_the_word(owner, sandbox, cluster, world):
    path = f"/s/{sandbox.id}/settings/reset/"

    owner.post(path, {"confirm": "yes"})
    assert world().find(cluster) is not None

    owner.post(path, {"confirm": "reset"})
    assert world().find(cluster) is None


def test_delete_asks_for_the_word(owner, sandbox):
    path = f"/s/{sandbox.id}/settings/delete/"

    owner.post(path, {"confirm": ""})
    assert Sandbox.objects.filter(id=sandbox.id).exists()

    assert owner.post(path, {"confirm": "delete"}).url == "/"
    assert owner.get(f"/s/{sandbox.id}/clusters/").status_code == 404


@pytest.mark.parametrize(
    "mode", ["auto", "1x", "10x", "60x", "600x", "paused", "instant"]
)
def test_each_mode_of_the_clock(owner, sandbox, world, mode):
    owner.post(f"/s/{sandbox.id}/clock/", {"mode": mode})

    assert world().clock.mode == mode


def test_an_unknown_mode_changes_nothing(owner, sandbox, world):
    owner.post(f"/s/{sandbox.id}/clock/", {"mode": "warp"})

    assert world().clock.mode == "instant"


def test_a_step_goes_to_the_next_event(owner, sandbox, world):
    owner.post(f"/s/{sandbox.id}/clock/", {"mode": "paused"})
    owner.post(
        f"/s/{sandbox.id}/create/name/",
        {"name": "slow", "version": "1.35", "role": "eksClusterRole"},
    )
    owner.post(f"/s/{sandbox.id}/create/review/")
    before = world().clock.segments[-1].sim

    owner.post(f"/s/{sandbox.id}/clock/", {"step": "next"})

    assert world().clock.segments[-1].sim > before


def test_with_nothing_due_a_step_says_so(owner, sandbox):
    answer = owner.post(f"/s/{sandbox.id}/clock/", {"step": "next"}, follow=True)

    assert "Nothing is due" in answer.content.decode()


def test_htmx_needs_no_new_page(owner, sandbox):
    answer = owner.post(
        f"/s/{sandbox.id}/clock/", {"mode": "1x"}, headers={"HX-Request": "true"}
    )

    assert answer.status_code == 204


def test_the_theme_is_drawn_by_the_server(outsider):
    outsider.post("/theme/", {"theme": "dark"})

    assert 'data-theme="dark"' in outsider.get("/").content.decode()


def test_a_form_leads_back_to_its_page_but_not_to_another_site(outsider):
    for referer, back in (
        ("http://testserver/signin/", "http://testserver/signin/"),
        ("https://elsewhere.example/", "/"),
    ):
        headers = {"Referer": referer}
        assert outsider.post("/theme/", {"theme": "x"}, headers=headers).url == back


def test_what_is_not_there_has_a_page_that_leads_on(outsider):
    answer = outsider.get("/nowhere/")

    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()
    assert "Go to my clusters" in answer.content.decode()
