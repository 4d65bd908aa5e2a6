"""Two texts, line by line."""

from __future__ import annotations

from clusters.console.kubernetes import diffing


def test_texts_that_are_the_same_differ_in_nothing():
    assert diffing.rows("a\nb\n", "a\nb\n") == []


def test_what_went_and_what_came_is_told():
    rows = diffing.rows("a\nb\nc\n", "a\nB\nc\n")

    assert [(row.sign, row.text) for row in rows] == [
        (" ", "a"),
        ("-", "b"),
        ("+", "B"),
        (" ", "c"),
    ]


def test_what_the_server_counts_is_no_difference():
    old = "metadata:\n  resourceVersion: '1'\n  generation: 1\n"

    assert diffing.rows(old, old.replace("1", "2")) == []


def test_far_apart_changes_have_a_gap_between_them():
    old = "\n".join(str(n) for n in range(40))
    new = old.replace("\n3\n", "\nx\n").replace("\n33\n", "\ny\n")

    assert [row.sign for row in diffing.rows(old, new)].count("@") == 1


def test_texts_that_are_too_long_are_not_compared():
    long = "a\n" * (diffing.LARGEST + 1)

    assert [row.sign for row in diffing.rows(long, "b")] == ["@"]
