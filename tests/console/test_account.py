"""Signing up keeps the sandbox; signing in finds it again."""

from __future__ import annotations

from django.test import Client

from clusters.models import Sandbox

PASSWORD = "correct horse battery"


def signed_up(client, name="robin"):
    return client.post("/signup/", {"name": name, "password": PASSWORD})


def test_signing_up_keeps_what_this_browser_began(outsider):
    outsider.post("/start/")

    assert signed_up(outsider).url == "/clusters/"

    assert Sandbox.objects.get().owner.get_username() == "robin"


def test_another_device_signs_in_and_goes_on(outsider):
    place = outsider.post("/start/").url
    signed_up(outsider)
    elsewhere = Client()

    elsewhere.post("/signin/", {"name": "robin", "password": PASSWORD})

    assert elsewhere.get("/clusters/").url == place
    assert elsewhere.get(place).status_code == 200


def test_signing_out_leaves_nothing_to_see(outsider):
    place = outsider.post("/start/").url
    signed_up(outsider)

    outsider.post("/signout/")

    assert outsider.get(place).status_code == 404


def test_a_sandbox_begun_while_signed_in_is_kept(outsider):
    signed_up(outsider)
    outsider.post("/start/")

    assert Sandbox.objects.get().owner.get_username() == "robin"


def test_a_taken_name_is_said_so(outsider):
    signed_up(outsider)

    answer = signed_up(Client())

    assert answer.status_code == 422
    assert "taken" in answer.content.decode()


def test_a_short_password_is_refused_and_the_name_is_kept(outsider):
    answer = outsider.post("/signup/", {"name": "robin", "password": "x"})

    assert answer.status_code == 422
    assert 'value="robin"' in answer.content.decode()
    assert "too short" in answer.content.decode()


def test_an_empty_name_is_refused(outsider):
    assert signed_up(outsider, name="  ").status_code == 422


def test_a_wrong_password_does_not_tell_whether_the_name_exists(outsider):
    signed_up(Client())
    texts = set()
    for name in ("robin", "nobody"):
        answer = outsider.post("/signin/", {"name": name, "password": "guess"})
        assert answer.status_code == 422
        texts.add(answer.context["errors"]["password"][0])

    assert len(texts) == 1


def test_the_account_page_says_who_is_there(outsider):
    outsider.post("/start/")
    guest = outsider.get("/account/").content.decode()
    signed_up(outsider)
    robin = outsider.get("/account/").content.decode()

    assert "You are a guest" in guest
    assert "Change the password" not in guest
    assert "robin" in robin
    assert Sandbox.objects.get().name in robin


def changed(client, old, new):
    return client.post("/account/", {"old": old, "password": new})


def test_a_password_is_changed_by_who_knows_the_old_one(outsider):
    signed_up(outsider)
    elsewhere = Client()
    elsewhere.post("/signin/", {"name": "robin", "password": PASSWORD})

    assert changed(outsider, PASSWORD, "another long phrase").url == "/account/"

    assert "Signed in" in outsider.get("/account/").content.decode()
    assert "You are a guest" in elsewhere.get("/account/").content.decode()
    user = {"name": "robin", "password": "another long phrase"}
    assert Client().post("/signin/", user).status_code == 302


def test_a_wrong_or_weak_password_changes_nothing(outsider):
    signed_up(outsider)

    wrong = changed(outsider, "guess", "another long phrase")
    weak = changed(outsider, PASSWORD, "x")

    assert wrong.status_code == weak.status_code == 422
    assert "not your password" in wrong.content.decode()
    assert "too short" in weak.content.decode()
    user = {"name": "robin", "password": PASSWORD}
    assert Client().post("/signin/", user).status_code == 302


def test_a_guest_has_no_password_to_change(outsider):
    assert changed(outsider, "", "another long phrase").url == "/signin/"
