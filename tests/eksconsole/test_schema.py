"""The migrations make what the models describe, on either database."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from clusters.models import Sandbox

pytestmark = [pytest.mark.storage, pytest.mark.django_db]


def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_waker_finds_who_is_due_by_an_index():
    indexes = connection.introspection.get_constraints(
        connection.cursor(), Sandbox._meta.db_table
    )

    columns = [index["columns"] for index in indexes.values() if index["index"]]
    assert ["wake_at"] in columns
