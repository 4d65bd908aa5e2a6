"""Patterns of grep, sed and the shell, as RE2 spells them."""

from __future__ import annotations

import pytest

from clusters.terminal.gnu import patterns
from clusters.terminal.gnu.patterns import BadPattern, compiled


def fits(pattern, text):
    return compiled(pattern).search(text) is not None


@pytest.mark.parametrize(
    ("pattern", "fitting", "other"),
    [
        ("a+b", "a+b", "aab"),
        ("a\\+b", "aab", "a+b"),
        ("a\\{2\\}", "aa", "a{2}"),
        ("a{2}", "a{2}", "aa"),
        ("\\(ab\\)*c", "ababc", "ab"),
        ("a\\|b", "b", "c"),
        ("*a", "*a", "a"),
        ("a^b$c", "a^b$c", "abc"),
        ("^a$", "a", "ba"),
        ("[]a]", "]", "b"),
        ("[^]a]", "b", "]"),
        ("[a\\]", "\\", "b"),
        ("[[:digit:]x]", "7", "a"),
        ("a.c", "abc", "ac"),
        ("a\\.c", "a.c", "abc"),
        ("\\<a\\>", "b a c", "ba"),
    ],
)
def test_a_basic_expression_fits_what_it_fits_in_grep(pattern, fitting, other):
    spelt = patterns.basic(pattern)
    assert fits(spelt, fitting)
    assert not fits(spelt, other)


@pytest.mark.parametrize(
    ("pattern", "fitting", "other"),
    [
        ("a+b", "aab", "b"),
        ("(ab|c)?d$", "abd", "dx"),
        ("a{2,3}$", "aa", "b"),
        ("a{x", "a{x", "ax"),
        ("[0-9]{1,3}(\\.[0-9]{1,3}){3}", "10.0.1.24", "10.0.1"),
        ("\\w+@\\w+", "me@here", "me@"),
    ],
)
def test_an_extended_expression_fits_what_it_fits_in_grep(pattern, fitting, other):
    spelt = patterns.extended(pattern)
    assert fits(spelt, fitting)
    assert not fits(spelt, other)


@pytest.mark.parametrize(
    ("pieces", "fitting", "other"),
    [
        ([("*.yaml", False)], "a.yaml", "a.yml"),
        ([("?", False)], "é", "ab"),
        ([("[!a-c]x", False)], "dx", "bx"),
        ([("*", True)], "*", "a"),
        ([("a", False), ("*", True), ("*", False)], "a*b", "ab"),
        ([("[", False)], "[", "a"),
        ([("a.b+(c)", False)], "a.b+(c)", "aXb+(c)"),
    ],
)
def test_a_pattern_of_the_shell_fits_what_it_fits_in_bash(pieces, fitting, other):
    whole = f"^(?:{patterns.glob(pieces)})$"
    assert fits(whole, fitting)
    assert not fits(whole, other)


@pytest.mark.parametrize("text", ["a.b*c", "[x]", "\\", "^$", "(a|b)", "{1}", "é\n"])
def test_a_plain_text_fits_itself_alone(text):
    pattern = f"^{patterns.literal(text)}$"
    assert fits(pattern, text)
    assert not fits(pattern, text + "x")


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("(a", "Unmatched ( or \\("),
        ("[a", "Unmatched [, [^, [:, [., or [="),
        ("a\\", "Trailing backslash"),
        ("(a)\\1", "back-references (\\1) are not in this terminal"),
        ("a{1001}", "Regular expression too big"),
        ("(((a{100}){100}){100})", "Regular expression too big"),
        ("a" * 5000, "Regular expression too big"),
        ("[b-a]", "Invalid range end"),
    ],
)
def test_what_is_no_pattern_is_said_in_greps_words(pattern, told):
    with pytest.raises(BadPattern) as bad:
        compiled(patterns.extended(pattern))
    assert str(bad.value) == told
