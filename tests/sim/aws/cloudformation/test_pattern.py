from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.sim.aws.cloudformation.pattern import matches
from tests.sim.aws.refusing import refuses

PATTERNS = [
    "",
    "a",
    "a*b+c?",
    "(ab|ba)*",
    "(a|b){2,3}",
    "(a+)+b",
    "[a-c]{2}",
    "[^ab]c",
    ".*c",
    "^a.c$",
    "(?!ab)[abc]+",
    "(?=a)[abc]+",
    "a*?b",
    "(a*)*",
    "(a*){3}b",
    r"\w\W?",
    r"\S+\s\d*",
    "(a|)(b|)c",
]


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=st.text("abc 1_", max_size=8))
def test_it_says_what_pythons_own_matcher_says(pattern, text):
    assert matches(pattern, text) == (re.fullmatch(pattern, text) is not None)


def test_a_pattern_that_would_backtrack_for_ever_does_not():
    assert not matches("(a|aa)+$", "a" * 4000 + "b")
    assert not matches("(.*a){30}b", "a" * 200)
    assert matches("((a{0,50}){0,50}){0,50}", "a" * 100)


def test_the_usual_block_pattern():
    pattern = r"((\d{1,3})\.){3}\d{1,3}/\d{1,2}"

    assert matches(pattern, "10.0.0.0/16")
    assert not matches(pattern, "10.0.0/16")


@pytest.mark.parametrize("pattern", ["[", "(a", "*", r"(a)\1", r"(?<=a)b", r"\bab"])
def test_what_cannot_be_followed_is_refused(pattern):
    with refuses("ValidationError", "AllowedPattern"):
        matches(pattern, "ab")
