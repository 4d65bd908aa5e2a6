"""How much and how often: wide enough for a class, too tight for a loop."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from clusters import callers, runtime
from clusters.callers import people
from clusters.console import limits
from clusters.models import Sandbox
from clusters.steps.manifest import LIMIT

CLASS = 60
PASSWORD = "correct horse battery"


@pytest.fixture
def clock(monkeypatch):
    """The limits' own clock, set by hand."""
    times = [1000.0]
    monkeypatch.setattr(limits.time, "monotonic", lambda: times[0])
    return times


def test_a_class_behind_one_address_starts_at_once(db, clock, monkeypatch):
    """Sixty browsers start, sign up, and sign in elsewhere; every tenth mistypes.

    What was typed right does not count.
    """
    monkeypatch.setattr(limits, "GUESSES", CLASS // 10 + 1)
    for number in range(CLASS):
        browser, elsewhere = Client(), Client()
        form = {"name": f"learner-{number}", "password": PASSWORD}
        assert browser.post("/start/").status_code == 302
        assert browser.post("/signup/", form).status_code == 302
        if number % 10 == 0:
            wrong = {**form, "password": "oops"}
            assert elsewhere.post("/signin/", wrong).status_code == 422
        assert elsewhere.post("/signin/", form).status_code == 302

    assert Sandbox.objects.count() == CLASS


def test_a_class_resumes_at_once(db, clock, monkeypatch):
    monkeypatch.setattr(limits, "GUESSES", 1)
    for number in range(CLASS):
        sandbox = runtime.create(seed=number)
        code = callers.issue_resume_code(sandbox.id)
        assert Client().post("/resume/", {"code": code}).status_code == 302


@pytest.mark.parametrize(
    "case",
    [
        ("/start/", "STARTS", {}),
        ("/signup/", "SIGNUPS", {"name": "x"}),
        ("/signin/", "GUESSES_OF_ONE", {"name": "x", "password": "y"}),
        ("/resume/", "GUESSES", {"code": "x"}),
    ],
)
def test_a_flood_is_told_to_wait_and_waiting_helps(case, clock, outsider, monkeypatch):
    path, most, form = case
    monkeypatch.setattr(limits, most, 3)
    codes = [outsider.post(path, form).status_code for _ in range(4)]

    answer = outsider.post(path, form)
    assert 429 not in codes[:3]
    assert codes[3] == answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert "try again in a minute" in answer.content.decode()

    clock[0] += limits.WINDOW_SECONDS + 1
    assert outsider.post(path, form).status_code != 429


def test_guessing_one_password_does_not_lock_others_out(db, clock, outsider):
    get_user_model().objects.create_user("robin", password=PASSWORD)
    wrong = {"name": "ada", "password": "x"}
    codes = [outsider.post("/signin/", wrong).status_code for _ in range(11)]
    right = {"name": "robin", "password": PASSWORD}

    assert codes[-2:] == [422, 429]
    assert outsider.post("/signin/", right).status_code == 302


def test_many_names_from_one_address_are_guesses_too(db, clock, outsider):
    names = range(limits.GUESSES + 1)
    codes = [
        outsider.post("/signin/", {"name": f"n{n}", "password": "x"}).status_code
        for n in names
    ]

    assert codes[-2:] == [422, 429]


def test_writes_of_one_sandbox_are_its_own(clock, owner, classmate, sandbox, world):
    path = f"/s/{sandbox.id}/clock/"
    for _ in range(limits.WRITES):
        limits.check_write(sandbox.id)
    before = world().clock

    assert owner.post(path, {"mode": "60x"}).status_code == 429
    assert world().clock == before
    assert owner.get(f"/s/{sandbox.id}/clusters/").status_code == 200
    theirs = classmate.get("/clusters/").url.replace("clusters/", "clock/")
    assert classmate.post(theirs, {"mode": "60x"}).status_code == 302


def test_a_strangers_posts_do_not_use_up_the_owners_writes(
    clock, cast, sandbox, monkeypatch
):
    monkeypatch.setattr(limits, "WRITES", 2)
    path = f"/s/{sandbox.id}/clock/"
    for _ in range(5):
        cast["outsider"].post(path, {"mode": "60x"})
        cast["teacher"].post(path, {"mode": "60x"})

    assert cast["owner"].post(path, {"mode": "60x"}).status_code == 302


@pytest.mark.parametrize("size", [LIMIT + 1, 3 * LIMIT])
def test_a_text_over_a_mebibyte_is_refused_by_its_page(size, owner, sandbox, cluster):
    answer = owner.post(f"/s/{sandbox.id}/cluster/demo/apply/", {"yaml": "#" * size})

    assert answer.status_code == 422
    assert "larger than 1024 KiB" in answer.content.decode()


def test_resume_codes_cannot_be_guessed():
    """At two guesses a second, half the codes would take some 10^13 years."""
    letters = len(set(people.RESUME_ALPHABET))
    codes = {people.new_code() for _ in range(500)}

    assert len(codes) == 500
    assert {len(code) for code in codes} == {17}
    assert letters**15 / limits.GUESSES / 60 / 24 / 365 > 1e12


def test_a_resume_code_has_its_time(sandbox, outsider, monkeypatch):
    code = callers.issue_resume_code(sandbox.id)
    later = people.now() + people.RESUME_SECONDS + 1
    monkeypatch.setattr(people, "now", lambda: later)

    assert outsider.post("/resume/", {"code": code}).status_code == 422
