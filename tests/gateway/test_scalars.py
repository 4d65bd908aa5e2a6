"""Times, numbers and truth on the wire, in each spelling."""

from __future__ import annotations

import math

import pytest
from botocore.model import Shape

from clusters.gateway import scalars

NOON = 1795262400.0


def shape(kind, **serialization):
    return Shape("Example", {"type": kind, **serialization})


@pytest.mark.parametrize(
    ("spelling", "seconds", "written"),
    [
        ("unixTimestamp", NOON, 1795262400),
        ("unixTimestamp", NOON + 0.5824, 1795262400.582),
        ("iso8601", NOON, "2026-11-21T12:00:00Z"),
        ("iso8601", NOON + 0.5, "2026-11-21T12:00:00.500Z"),
        ("iso8601-milliseconds", NOON, "2026-11-21T12:00:00.000Z"),
        ("rfc822", NOON, "Sat, 21 Nov 2026 12:00:00 GMT"),
        ("unixTimestamp", "2026-11-21T12:00:00Z", 1795262400),
    ],
)
def test_a_time_is_spelled_as_the_protocol_spells_it(spelling, seconds, written):
    found = scalars.timestamp(shape("timestamp"), seconds, spelling)
    assert found == written
    assert type(found) is type(written)


def test_the_model_has_the_last_word_on_a_times_spelling():
    asked = shape("timestamp", timestampFormat="iso8601")
    assert scalars.timestamp(asked, NOON, "unixTimestamp") == "2026-11-21T12:00:00Z"


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21T12:00:00Z",
        "2026-11-21T12:00:00",
        "2026-11-21T13:00:00+01:00",
        "Sat, 21 Nov 2026 12:00:00 GMT",
        "1795262400",
        1795262400,
    ],
)
def test_a_time_is_read_in_whatever_spelling(text):
    assert scalars.epoch(text) == NOON


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("boolean", "true", True),
        ("boolean", "False", False),
        ("boolean", "yes", "yes"),
        ("integer", "12", 12),
        ("integer", "1.5", "1.5"),
        ("long", "9" * 5000, "9" * 5000),
        ("double", "1.5", 1.5),
        ("double", "1e999", "1e999"),
        ("double", "-Infinity", -math.inf),
        ("timestamp", "noon", "noon"),
        ("string", "12", "12"),
    ],
)
def test_text_that_is_not_of_its_type_is_handed_on(kind, text, value):
    assert scalars.from_text(shape(kind), text) == value


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("boolean", True, "true"),
        ("double", math.inf, "Infinity"),
        ("double", math.nan, "NaN"),
        ("integer", 12, "12"),
    ],
)
def test_values_become_text(kind, value, text):
    assert scalars.to_text(shape(kind), value, "iso8601") == text
