"""Quantities keep their value and come back in the API's canonical form."""

from __future__ import annotations

from decimal import Decimal

import pytest

from clusters.sim.kube import quantity

CANONICAL = {
    "1000m": "1",
    "0.5": "500m",
    "1024Mi": "1Gi",
    "1.5Gi": "1536Mi",
    "100Mi": "100Mi",
    "1e3": "1e3",
    "1000": "1k",
    "1500": "1500",
    "0": "0",
    "0.1m": "100u",
    "512": "512",
    "1023Ki": "1023Ki",
    "2Ki": "2Ki",
    "1.5": "1500m",
}


@pytest.mark.parametrize(("written", "told"), CANONICAL.items())
def test_the_canonical_form(written, told):
    assert quantity.canonical(written) == told


@pytest.mark.parametrize("written", CANONICAL)
def test_the_canonical_form_is_worth_the_same(written):
    assert quantity.parse(quantity.canonical(written)) == quantity.parse(written)


@pytest.mark.parametrize("wrong", ["", "abc", "1.2.3", "1XB", "m", "1 Gi"])
def test_nonsense_is_refused_in_the_apis_words(wrong):
    with pytest.raises(
        ValueError, match="quantities must match the regular expression"
    ):
        quantity.parse(wrong)


def test_sums_keep_the_form_of_their_parts():
    assert quantity.added("64Mi", "64Mi") == "128Mi"
    assert quantity.added("250m", "1") == "1250m"
    assert quantity.added() == "0"


def test_cpu_counts_in_thousandths_and_memory_in_bytes():
    assert quantity.milli("250m") == 250
    assert quantity.milli("1.5") == 1500
    assert quantity.whole("1Ki") == 1024
    assert quantity.parse("3") == Decimal(3)


def test_amounts_are_written_as_people_read_them():
    assert quantity.of_bytes(1048576) == "1Mi"
    assert quantity.of_milli(1500) == "1500m"
    assert quantity.of_milli(2000) == "2"
