"""Settings from the environment are loud on nonsense."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from eksconsole.environment import env_bool, env_port, env_url, postgres


@pytest.mark.parametrize(("word", "value"), [("yes", True), ("0", False), ("", False)])
def test_a_switch_is_yes_or_no(monkeypatch, word, value):
    monkeypatch.setenv("SWITCH", word)
    assert env_bool("SWITCH", default=not value) is value


@pytest.mark.parametrize("word", ["maybe", "2"])
def test_a_switch_that_is_neither_is_refused(monkeypatch, word):
    monkeypatch.setenv("SWITCH", word)
    with pytest.raises(ImproperlyConfigured, match="SWITCH must be yes or no"):
        env_bool("SWITCH", default=False)


@pytest.mark.parametrize("word", ["http", "-1", "0", "65536", "80.0"])
def test_a_port_must_be_one(monkeypatch, word):
    monkeypatch.setenv("PORT", word)
    with pytest.raises(ImproperlyConfigured, match="PORT must be a port"):
        env_port("PORT", 8000)


def test_a_url_must_have_its_scheme(monkeypatch):
    monkeypatch.setenv("PUBLIC_URL", "class.example")
    with pytest.raises(ImproperlyConfigured, match="PUBLIC_URL must start with http"):
        env_url("PUBLIC_URL", schemes=("http", "https"), default="")


def test_a_url_loses_its_closing_slash(monkeypatch):
    monkeypatch.setenv("PUBLIC_URL", "https://class.example/")
    url = env_url("PUBLIC_URL", schemes=("https",), default="")
    assert url == "https://class.example"


def test_a_postgres_url_may_name_a_socket():
    found = postgres("postgres://me:pass%40word@/classes?host=/run/pg&port=5433")

    assert found["NAME"] == "classes"
    assert found["PASSWORD"] == "pass@word"
    assert found["HOST"] == "/run/pg"
    assert found["OPTIONS"] == {"port": "5433"}


def test_another_database_is_refused():
    with pytest.raises(ImproperlyConfigured, match="must look like postgres://"):
        postgres("mysql://localhost/classes")
