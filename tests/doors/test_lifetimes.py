"""How long a guest's work is kept, said where the guest can read it."""

from __future__ import annotations

import pytest
from django.db.models.signals import post_delete
from django.test import Client

from clusters import guests, runtime
from clusters.models import Sandbox
from clusters.runtime import usage
from clusters.runtime.commit import now

SAID = "its clock rests after 60 unused minutes, and it is deleted after 14 unused days"
PASSWORD = "correct horse battery"


def unused_for(sandbox_id, seconds):
    at = now()
    Sandbox.objects.filter(id=sandbox_id).update(used_at=at - seconds, wake_at=at)


def rested(sandbox_id):
    return Sandbox.objects.get(id=sandbox_id).rested


@pytest.mark.parametrize(
    "page", ["clusters/", "settings/", "connect/", "getting-started/"]
)
def test_a_guests_pages_say_how_long(page, owner, sandbox):
    text = owner.get(f"/s/{sandbox.id}/{page}").content.decode()

    assert SAID in text
    assert (guests.REST_AFTER, guests.GUEST_LIFE) == (60 * 60, 14 * 24 * 60 * 60)


def test_who_signed_up_reads_that_it_is_kept(outsider):
    place = outsider.post("/start/").url
    outsider.post("/signup/", {"name": "robin", "password": PASSWORD})

    text = outsider.get(place).content.decode()

    assert SAID not in text
    assert "is kept for robin" in text


@pytest.mark.django_db(transaction=True)
def test_a_guest_comes_back_within_two_weeks_and_the_clock_goes_on():
    browser = Client()
    place = browser.post("/start/").url
    sandbox_id = place.split("/")[2]
    unused_for(sandbox_id, guests.GUEST_LIFE - 60)
    usage.tidy()
    assert rested(sandbox_id) == "auto"

    assert browser.get(place).status_code == 200

    assert rested(sandbox_id) == ""
    assert runtime.read(sandbox_id).clock.mode == "auto"


@pytest.mark.django_db(transaction=True)
def test_a_teacher_who_looks_on_starts_no_clock(teacher, sandbox):
    runtime.execute(sandbox.id, usage.ClockCall(mode="1x"))
    unused_for(sandbox.id, guests.REST_AFTER + 1)
    usage.tidy()
    before = runtime.read(sandbox.id).clock

    assert teacher.get(f"/s/{sandbox.id}/clusters/").status_code == 200

    assert rested(sandbox.id) == "1x"
    assert runtime.read(sandbox.id).clock == before


@pytest.mark.django_db(transaction=True)
def test_after_two_weeks_a_guest_reads_what_happened():
    browser = Client()
    place = browser.post("/start/").url
    unused_for(place.split("/")[2], guests.GUEST_LIFE + 1)
    usage.tidy()

    answer = browser.get(place)

    assert answer.status_code == 404
    assert "was deleted" in answer.content.decode()
    assert browser.get("/clusters/").url == "/"


@pytest.mark.django_db(transaction=True)
def test_signing_up_at_the_last_moment_saves_the_work():
    """While one old sandbox is deleted, the other, already found, is kept."""
    browsers = [Client(), Client()]
    places = [browser.post("/start/").url for browser in browsers]
    for place in places:
        unused_for(place.split("/")[2], guests.GUEST_LIFE + 1)
    signed_up: list[str] = []

    def sign_up(instance, **_):
        if not signed_up:
            at = [instance.id not in place for place in places].index(True)
            signed_up.append(places[at])
            browsers[at].post("/signup/", {"name": "robin", "password": PASSWORD})

    post_delete.connect(sign_up, sender=Sandbox)
    try:
        usage.tidy()
    finally:
        post_delete.disconnect(sign_up, sender=Sandbox)

    assert [f"/s/{sandbox.id}/clusters/" for sandbox in Sandbox.objects.all()] == (
        signed_up
    )
