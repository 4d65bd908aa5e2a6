"""The standing cast at the AWS door: an owner, a classmate and an outsider."""

from __future__ import annotations

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from clusters import callers, runtime
from clusters.callers import AccessKey, grants


@pytest.fixture
def sandbox(db):
    grants.forget_all()
    return runtime.create("owner's", seed=1)


@pytest.fixture
def owner(sandbox):
    """The key of the sandbox's own user."""
    return callers.learner_key(sandbox.id)


@pytest.fixture
def classmate(sandbox):
    """Somebody with a sandbox of their own."""
    return callers.learner_key(runtime.create("classmate's", seed=2).id)


@pytest.fixture
def outsider():
    """Somebody with a made-up key."""
    return AccessKey("AKIAOUTSIDER12345678", "made up")


@pytest.fixture(autouse=True)
def only_this_door(settings):
    settings.ROOT_URLCONF = "tests.gateway.urls"


@pytest.fixture(autouse=True)
def one_connection():
    """Requests share the test's transaction, as with Django's own test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
