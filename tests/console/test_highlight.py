"""YAML with colours, a page at a time."""

from __future__ import annotations

import yaml

from clusters.console.kubernetes import highlight


def test_each_sort_of_word_has_its_class():
    lines = highlight.page("a: word\nb: 'text'\nc: 7\nd: true\ne: null\n# note\n").lines

    for line, style in zip(
        lines,
        ("y-word", "y-text", "y-number", "y-bool", "y-bool", "y-note"),
        strict=True,
    ):
        assert f'class="{style}"' in line.html


def test_markup_is_text():
    shown = highlight.page("a: <script>alert(1)</script>\n").lines[0].html

    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_nothing_is_lost_between_the_lines():
    value = {"a": "two\nlines\n", "b": {"c": [1, "x: y", ""]}, "d": "  spaces"}
    text = yaml.dump(value)
    lines = highlight.page(text).lines

    assert len(lines) == text.count("\n")
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


def test_a_long_text_has_pages_and_every_line_is_on_one():
    text = "".join(f"k{n}: v\n" for n in range(highlight.LINES * 2 + 1))

    first = highlight.page(text)
    last = highlight.page(text, highlight.LINES * 2 + 1)

    assert (first.before, first.after) == (0, highlight.LINES + 1)
    assert (last.first, last.last, last.after) == (501, 501, 0)
    assert last.before == highlight.LINES + 1
    assert not first.whole


def test_a_line_that_is_not_there_is_on_the_last_page():
    assert highlight.page("a: 1\n", 999).first == 1
    assert highlight.page("a: 1\n", 0).first == 1
