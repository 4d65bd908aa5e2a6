"""A form as a command of the AWS CLI."""

from __future__ import annotations

import pytest

from clusters.console.commands.cli import filled


@pytest.mark.parametrize(
    ("template", "typed", "told"),
    [
        ("aws x --a {a}", {"a": "b c"}, "aws x --a 'b c'"),
        ("aws x --a {a} --b {b}", {"b": "1"}, "aws x --b 1"),
        ("aws x --a {a|b}", {"a": " ", "b": "2"}, "aws x --a 2"),
        ("aws x --a {a*}", {"a": "1, 2"}, "aws x --a 1 2"),
        ("aws x --s t={t}{,n=:n,}", {"t": "ns", "n": "a b"}, "aws x --s t=ns,n=a,b"),
        ("aws x --s t={t}{,n=:n,}", {"t": "all"}, "aws x --s t=all"),
        ("aws x --flag", {}, "aws x --flag"),
    ],
)
def test_a_template_is_filled_with_what_was_typed(template, typed, told):
    assert filled(template, typed) == told


def test_a_long_command_has_a_line_for_each_option():
    told = filled("aws x --a {a} --b {b}", {"a": "a" * 50, "b": "b" * 30})

    assert told.splitlines() == [
        "aws x \\",
        f"  --a {'a' * 50} \\",
        f"  --b {'b' * 30}",
    ]


def test_what_was_typed_opens_no_field_of_its_own():
    assert filled("aws x --a {a} --b {b}", {"a": "{b}", "b": "1"}) == (
        "aws x --a '{b}' --b 1"
    )
