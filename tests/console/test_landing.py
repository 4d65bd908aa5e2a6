"""The first page, and beginning."""

from __future__ import annotations

import gzip

from clusters.console import limits
from clusters.models import Sandbox


def test_one_click_starts_a_sandbox_of_ones_own(outsider):
    assert "Start a sandbox" in outsider.get("/").content.decode()

    answer = outsider.post("/start/", follow=True)

    made = Sandbox.objects.get()
    assert answer.redirect_chain == [(f"/s/{made.id}/clusters/", 302)]
    assert answer.status_code == 200


def test_looking_at_the_first_page_makes_nothing(outsider):
    outsider.get("/")

    assert not Sandbox.objects.exists()
    assert outsider.get("/start/").status_code == 405


def test_who_comes_back_finds_the_sandbox_used_last(outsider):
    first = outsider.post("/start/").url
    Sandbox.objects.update(used_at=1.0)
    second = outsider.post("/start/").url

    assert outsider.get("/clusters/").url == second
    assert first.split("/")[2] in outsider.get("/").content.decode()


def test_who_has_none_is_led_to_the_first_page(outsider):
    assert outsider.get("/clusters/").url == "/"


def test_a_class_behind_one_address_starts_but_a_flood_does_not(outsider, monkeypatch):
    monkeypatch.setattr(limits, "STARTS", 3)

    codes = [outsider.post("/start/").status_code for _ in range(5)]

    assert codes == [302, 302, 302, 429, 429]
    assert Sandbox.objects.count() == 3


def test_who_has_a_sandbox_is_led_back_before_being_offered_another(outsider):
    made = outsider.post("/start/").url

    page = outsider.get("/").content.decode()

    assert page.index(f'href="{made}"') < page.index("Start another sandbox")
    assert page.count("btn--primary") == 1


def test_the_first_page_is_small(outsider):
    """The frame's scripts for swapping are not loaded where nothing is swapped."""
    answer = outsider.get("/")

    page = answer.content.decode()
    assert "bundle/vendor" not in page
    assert "hx-post" not in page.split("<main")[1]
    assert len(gzip.compress(answer.content)) < 4_000
