"""Pasted YAML: what is read, and what is refused with its place."""

from __future__ import annotations

import pytest

from clusters.console.kubernetes import manifests
from clusters.console.kubernetes.manifests import Unreadable

POD = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n"


def names(text):
    return [
        (kind.kind, body["metadata"]["name"]) for kind, body in manifests.parsed(text)
    ]


def test_several_documents_with_empty_ones_between():
    assert names(f"---\n{POD}---\n---\n{POD.replace('a', 'b', 1)[:0]}{POD}") == [
        ("Pod", "a"),
        ("Pod", "a"),
    ]


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm():
    assert names("\ufeff" + POD.replace("\n", "\r\n")) == [("Pod", "a")]


def test_a_list_is_its_items():
    items = "".join(f"- {POD}".replace("\n", "\n  ").rstrip() + "\n" for _ in range(2))

    assert names(f"apiVersion: v1\nkind: List\nitems:\n{items}") == [("Pod", "a")] * 2


def test_dates_stay_text():
    text = POD + "  annotations:\n    day: 2026-11-21\n"

    assert manifests.parsed(text)[0][1]["metadata"]["annotations"] == {
        "day": "2026-11-21"
    }


def bomb():
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for here, before in zip("bcdefg", "abcdef", strict=True):
        lines.append(f"{here}: &{here} [{', '.join([f'*{before}'] * 9)}]")
    return POD + "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no objects passed to apply"),
        ("kind: Pod\n\tname: x", "line 2, column 1"),
        ("a: [1, 2", "line 2, column 1"),
        (POD.replace("v1", "v7"), 'no matches for kind "Pod" in version "v7"'),
        ("kind: Pod", "apiVersion not set"),
        ("apiVersion: v1", "kind not set"),
        ("- 1\n- 2", "is not an object"),
        ("just words", "is not an object"),
        (POD.replace("\n  name: a", " 7"), "metadata is no object"),
        ("x" * (manifests.LIMIT + 1), "larger than 1024 KiB"),
        (bomb(), "excessive aliasing"),
    ],
)
def test_what_cannot_be_read_says_where_and_why(text, told):
    with pytest.raises(Unreadable) as refused:
        manifests.parsed(text)

    assert told in str(refused.value)
