"""What a reader chose is a cookie, and the server draws it before any script runs."""

from __future__ import annotations

import pytest

HINTS = "clock.lens.line.events"


@pytest.mark.parametrize(
    ("name", "value"), [("theme", "dark"), ("lens", "aws"), ("shortcuts", "off")]
)
def test_a_choice_is_drawn_by_the_server(owner, sandbox, name, value):
    owner.post("/preferences/", {name: value})

    page = owner.get(f"/s/{sandbox.id}/clusters/").content.decode()
    assert f'data-{name}="{value}"' in page.partition(">\n")[0] + page[:200]


@pytest.mark.parametrize("name", ["theme", "lens", "shortcuts", "tour"])
def test_what_is_no_choice_is_not_kept(outsider, name):
    outsider.post("/preferences/", {name: 'x" onload="alert(1)'})

    assert name not in outsider.cookies


def test_without_script_a_choice_leads_back_to_its_page(owner, sandbox):
    page = f"http://testserver/s/{sandbox.id}/clusters/"

    answer = owner.post("/preferences/", {"lens": "you"}, headers={"Referer": page})

    assert answer.url == page


def test_the_lens_in_force_is_the_pressed_one(owner, sandbox):
    owner.post("/preferences/", {"lens": "you"})

    page = owner.get(f"/s/{sandbox.id}/clusters/").content.decode()

    assert 'value="you" data-choice="You" aria-pressed="true"' in page
    assert 'value="all" data-choice="All" aria-pressed="false"' in page


def test_the_first_visit_has_four_hints(owner, sandbox):
    page = owner.get(f"/s/{sandbox.id}/clusters/").content.decode()

    assert page.count("data-hint=") == 4
    assert "pages/tour" in page


def test_a_hint_that_was_seen_is_told_to_the_page(owner, sandbox):
    owner.post("/preferences/", {"tour": "clock.nonsense.lens"})

    page = owner.get(f"/s/{sandbox.id}/clusters/").content.decode()

    assert 'data-seen="clock.lens"' in page


def test_the_hints_never_return_once_seen(owner, sandbox):
    owner.post("/preferences/", {"tour": HINTS})

    page = owner.get(f"/s/{sandbox.id}/clusters/").content.decode()

    assert "data-hint=" not in page
    assert "pages/tour" not in page
