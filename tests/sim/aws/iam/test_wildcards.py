"""Wildcards match what regular expressions say, and stay quick."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from clusters.sim.aws.iam.wildcards import matches


@given(st.text("ab*?", max_size=6), st.text("ab", max_size=7))
def test_a_pattern_matches_what_its_regular_expression_matches(pattern, text):
    expression = "".join({"*": ".*", "?": "."}.get(c, c) for c in pattern)
    assert matches(pattern, text) == bool(re.fullmatch(expression, text))


def test_a_pattern_of_many_stars_does_not_take_for_ever():
    assert not matches("*a" * 500 + "b", "a" * 1500)
