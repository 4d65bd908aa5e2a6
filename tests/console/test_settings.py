"""A sandbox is reset and deleted only by who types it; its name; its clock."""

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


def test_a_refused_step_is_said_where_the_reader_is(owner, sandbox):
    """Without a new page, too: the notice goes where notices are."""
    answer = owner.post(
        f"/s/{sandbox.id}/clock/", {"step": "next"}, headers={"HX-Request": "true"}
    )

    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#flashbar"
    assert "Nothing is due" in answer.content.decode()


def test_the_clock_tells_what_aws_builds(owner, sandbox):
    owner.post(f"/s/{sandbox.id}/clock/", {"mode": "paused"})
    assert "AWS is building" not in owner.get(f"/s/{sandbox.id}/clusters/").text

    owner.post(
        f"/s/{sandbox.id}/create/name/",
        {"name": "slow", "version": "1.35", "role": "eksClusterRole"},
    )
    owner.post(f"/s/{sandbox.id}/create/review/")

    assert "cluster slow" in owner.get(f"/s/{sandbox.id}/clusters/").text


def test_a_sandbox_gets_a_name(owner, sandbox):
    owner.post(f"/s/{sandbox.id}/settings/name/", {"name": " Tuesday <class> "})

    assert Sandbox.objects.get().name == "Tuesday <class>"
    page = owner.get(f"/s/{sandbox.id}/settings/").content.decode()
    assert "Tuesday &lt;class&gt;" in page


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\x00b", "a\nb"])
def test_a_name_that_is_none_is_refused_and_kept_in_its_field(owner, sandbox, name):
    answer = owner.post(f"/s/{sandbox.id}/settings/name/", {"name": name})

    assert answer.status_code == 422
    assert "1 to 60 characters" in answer.content.decode()
    assert Sandbox.objects.get().name == sandbox.name


def test_what_goes_is_said_before_it_goes(owner, sandbox, cluster):
    page = owner.get(f"/s/{sandbox.id}/settings/").content.decode()

    assert "1 cluster" in page


def test_who_looks_on_sees_no_form_that_would_be_refused(teacher, sandbox):
    page = teacher.get(f"/s/{sandbox.id}/settings/").content.decode()

    assert "You look on here" in page
    assert "settings/delete/" not in page
    assert "settings/export/" in page


def test_a_form_leads_back_to_its_page_but_not_to_another_site(outsider):
    for referer, back in (
        ("http://testserver/signin/", "http://testserver/signin/"),
        ("https://elsewhere.example/", "/"),
    ):
        headers = {"Referer": referer}
        assert (
            outsider.post("/preferences/", {"theme": "x"}, headers=headers).url == back
        )


def test_what_is_not_there_has_a_page_that_leads_on(outsider):
    answer = outsider.get("/nowhere/")

    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()
    assert "Go to my clusters" in answer.content.decode()
