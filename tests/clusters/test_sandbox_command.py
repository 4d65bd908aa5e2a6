"""`manage.py sandbox`: for scripts and for people who live in a shell."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from clusters import runtime
from clusters.models import Sandbox

pytestmark = pytest.mark.django_db(transaction=True)


def said(*words: str) -> str:
    out = StringIO()
    call_command("sandbox", *words, stdout=out)
    return out.getvalue()


def test_a_new_sandbox_is_named_and_runs_at_the_speed_asked_for():
    assert said("new", "mine", "--speed", "instant") == "mine\n"
    made = Sandbox.objects.get(name="mine")
    assert runtime.read(made.id).clock.mode == "instant"


def test_the_environment_is_the_newest_sandbox_s_as_shell_exports():
    said("new", "older")
    said("new", "newer")
    newer = Sandbox.objects.get(name="newer")
    lines = dict(
        line.removeprefix("export ").split("=", 1) for line in said("env").splitlines()
    )
    assert list(lines) == [
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_DEFAULT_REGION",
        "AWS_REGION",
        "AWS_ENDPOINT_URL",
        "HALFPLANE_URL",
        "HALFPLANE_SANDBOX",
    ]
    assert lines["HALFPLANE_SANDBOX"] == newer.id
    assert lines["AWS_ENDPOINT_URL"] == lines["HALFPLANE_URL"] + "/aws"
    assert said("env", "older") != said("env", "newer")


def test_asking_twice_gives_the_same_key():
    said("new", "mine")
    assert said("env") == said("env")


def test_the_list_names_them_all_the_newest_first():
    said("new", "older")
    said("new", "newer")
    assert [line.split("\t")[0] for line in said("list").splitlines()] == [
        "newer",
        "older",
    ]


def test_a_reset_sandbox_keeps_its_keys_and_loses_its_history():
    said("new", "mine")
    before = said("env")
    assert said("reset") == "mine is as on its first day.\n"
    assert said("env") == before


def test_a_deleted_sandbox_is_gone():
    said("new", "mine")
    said("delete", "mine")
    assert said("list") == ""


def test_a_name_that_is_not_there_says_what_to_do():
    with pytest.raises(CommandError, match=r"no sandbox called 'nobody'.*sandbox new"):
        said("env", "nobody")
