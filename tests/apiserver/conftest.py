"""A real cluster, made once for each module of these tests."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from clusters import runtime
from tests.apiserver.door import Door, opened


@pytest.fixture(scope="session")
def tables(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database, which pytest-django makes only where a test is marked for it."""
    with django_db_blocker.unblock():
        made = connection.introspection.table_names()
        config = (
            None
            if made
            else setup_databases(verbosity=0, interactive=False, aliases={"default"})
        )
    yield
    if config is not None:
        with django_db_blocker.unblock():
            teardown_databases(config, verbosity=0)


@pytest.fixture(scope="module")
def database(tables: None, django_db_blocker: Any) -> Iterator[None]:
    """Access to it for longer than one test, and in all threads."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def door(database: None) -> Iterator[Door]:
    """The owner's way to their cluster."""
    found = opened(secrets.randbits(32))
    yield found
    runtime.delete(found.sandbox.id)


@pytest.fixture(scope="module")
def classmate(database: None) -> Iterator[Door]:
    """Somebody else's way to another cluster of the same name."""
    found = opened(secrets.randbits(32))
    yield found
    runtime.delete(found.sandbox.id)
