"""Cookies, sign-in, and where a form leads back to."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from clusters import callers, runtime

PASSWORD = "correct horse battery"
ELSEWHERE = (
    "https://evil.test/",
    "//evil.test/",
    "/\\evil.test",
    "javascript:alert(1)",
    "http://testserver.evil.test/",
    "http://testserver@evil.test/",
)


@pytest.fixture
def robin(db):
    return get_user_model().objects.create_user("robin", password=PASSWORD)


def test_cookies_are_for_the_server_alone(outsider):
    outsider.get("/")
    outsider.post("/start/")
    outsider.post("/preferences/", {"theme": "dark"})

    assert set(outsider.cookies) == {"csrftoken", "sessionid", "theme"}
    for cookie in outsider.cookies.values():
        assert cookie["httponly"] is True
        assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize(("url", "secure"), [("https", True), ("http", "")])
def test_behind_tls_cookies_stay_there(url, secure, outsider, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = bool(secure)
    outsider.post("/start/")

    assert outsider.cookies["sessionid"]["secure"] == secure


def planted(client):
    """A session that somebody else has begun, and put into this browser."""
    client.post("/start/")
    return client.cookies["sessionid"].value


@pytest.mark.parametrize("act", ["signin", "signup", "resume", "start"])
def test_a_planted_session_does_not_come_along(act, robin, sandbox):
    victim, attacker = Client(), Client()
    known = planted(attacker)
    victim.cookies["sessionid"] = known
    form = {
        "signin": {"name": "robin", "password": PASSWORD},
        "signup": {"name": "ada", "password": PASSWORD},
        "resume": {"code": callers.issue_resume_code(sandbox.id)},
        "start": {},
    }[act]

    place = victim.post(f"/{act}/", form, follow=True).redirect_chain[-1][0]

    assert victim.cookies["sessionid"].value != known
    assert victim.get(place).status_code == 200
    assert attacker.get(place).status_code == 404


def test_signing_out_ends_the_session_everywhere_it_was_copied(robin):
    here, copy = Client(), Client()
    here.post("/signin/", {"name": "robin", "password": PASSWORD})
    place = here.post("/start/").url
    copy.cookies["sessionid"] = here.cookies["sessionid"].value
    assert copy.get(place).status_code == 200

    here.post("/signout/")

    assert copy.get(place).status_code == 404


def test_the_next_person_at_the_browser_does_not_inherit(robin):
    ada = get_user_model().objects.create_user("ada", password=PASSWORD)
    kept = runtime.create(seed=5)
    callers.keep(kept.id, ada.pk)
    browser = Client()
    browser.post("/signin/", {"name": "ada", "password": PASSWORD})

    browser.post("/signin/", {"name": "robin", "password": PASSWORD})

    assert browser.get(f"/s/{kept.id}/clusters/").status_code == 404


@pytest.mark.parametrize("place", ELSEWHERE)
def test_no_form_leads_to_another_site(place, owner, sandbox, robin):
    user = {"name": "robin", "password": PASSWORD}
    answers = [
        owner.post("/preferences/", {"theme": "dark"}, headers={"referer": place}),
        owner.post(f"/s/{sandbox.id}/clock/", {}, headers={"referer": place}),
        Client().post(f"/signin/?next={place}", {**user, "next": place}),
        Client().post(f"/start/?next={place}", {"next": place}),
    ]

    for answer in answers:
        assert answer.status_code == 302
        assert answer.url.startswith("/")
        assert "evil" not in answer.url


@pytest.mark.parametrize("name", ["a\x00b", "a\nb", "\u202eroot", "x" * 61, " "])
def test_an_account_needs_a_name_that_can_be_read(name, outsider):
    form = {"name": name, "password": PASSWORD}

    assert outsider.post("/signup/", form).status_code == 422
    assert outsider.post("/signin/", form).status_code == 422
    assert not get_user_model().objects.exists()
