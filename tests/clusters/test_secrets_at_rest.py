"""Secrets at rest: unreadable without the installation's key."""

from __future__ import annotations

import pytest

from clusters import secrets_at_rest
from clusters.secrets_at_rest import Unreadable, opened, sealed


def test_what_is_sealed_can_be_opened_and_does_not_show():
    stored = sealed("a secret")
    assert b"a secret" not in stored
    assert opened(stored) == "a secret"
    assert opened(memoryview(stored)) == "a secret"
    assert sealed("a secret") != stored


def test_another_installation_cannot_read_it(settings):
    stored = sealed("a secret")
    settings.SECRET_KEY = "another"
    with pytest.raises(Unreadable):
        opened(stored)


def test_an_older_key_still_opens_what_it_sealed(settings):
    stored = sealed("a secret")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "newer"
    assert opened(stored) == "a secret"


def test_the_key_is_not_the_secret_key_itself(settings):
    fernet = secrets_at_rest._derived(settings.SECRET_KEY)
    assert settings.SECRET_KEY.encode() not in fernet._signing_key
