"""How values are written: YAML, Go's forms, Go's order."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from clusters.terminal.kubectl import go_words
from clusters.terminal.kubectl.go_sort import sorted_as_go
from clusters.terminal.kubectl.tabwriter import aligned
from clusters.terminal.kubectl.wrapping import wrapped
from clusters.terminal.kubectl.yaml_out import as_yaml

LETTERS = st.text(
    st.sampled_from("ab1 0.:-#'\"\\\n\t,[]{}&*!|>%@`?~=+xeyn_é😀") | st.characters(),
    max_size=12,
).filter(lambda text: not set(text) & set("\x85\u2028\u2029\ufeff\r\udc80"))
TEXTS = LETTERS.filter(lambda text: not any(0xD800 <= ord(x) <= 0xDFFF for x in text))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(TEXTS.filter(bool), inner, max_size=3)
    ),
    max_leaves=8,
)


class Words(yaml.SafeLoader):
    """A reader of YAML 1.1 that leaves dates as they are."""


Words.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in known if not tag.endswith("timestamp")]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.mark.property
@given(VALUES)
def test_yaml_reads_back_as_what_was_written(value):
    assert yaml.load(as_yaml(value), Words) == value  # noqa: S506 it is a SafeLoader


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("yes", '"yes"'),
        ("1e3", '"1e3"'),
        ("0x1", '"0x1"'),
        ("a: b", "'a: b'"),
        (" a", "' a'"),
        ("", '""'),
        ("plain words", "plain words"),
        ("a\nb", "|-\n    a\n    b"),
        ("a\n", "|\n    a"),
        ("tab\t", '"tab\\t"'),
    ],
)
def test_a_string_stands_in_the_lightest_form_that_keeps_it(text, line):
    assert as_yaml({"data": {"k": text}}) == f"data:\n  k: {line}\n"


def test_lists_are_not_indented_and_nothing_is_written_so():
    body = {"b": [{"x": 1, "y": []}, None], "a": {}}
    assert as_yaml(body) == 'a: {}\nb:\n- x: 1\n  "y": []\n- null\n'


def test_a_long_line_is_broken_behind_80_letters():
    first, second = as_yaml({"k": "word " * 20 + "end"}).splitlines()
    assert len(first) > 80
    assert second.startswith("  word")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (1.5, "1.5"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (1e-5, "1e-05"),
        (0.0, "0"),
        (float("inf"), "+Inf"),
    ],
)
def test_floats_are_as_gos(value, text):
    assert go_words.printed(value) == text


def test_values_are_printed_in_gos_forms():
    value = {"b": [1, None], "a": 'x"'}
    assert go_words.printed(value) == 'map[a:x" b:[1 <nil>]]'
    assert go_words.written(value) == (
        'map[string]interface {}{"a":"x\\"", "b":[]interface {}{1, interface {}(nil)}}'
    )
    assert go_words.as_json({"a": "<&>"}) == '{"a":"\\u003c\\u0026\\u003e"}'


@given(st.lists(st.integers(0, 20), max_size=200))
def test_gos_sort_sorts(numbers):
    assert sorted_as_go(numbers, lambda a, b: a < b) == sorted(numbers)


def test_among_equals_it_keeps_the_order_of_few_and_not_of_many():
    def order(count):
        pairs = [(0, place) for place in range(count)]
        return [place for _, place in sorted_as_go(pairs, lambda a, b: a[0] < b[0])]

    assert order(12) == list(range(12))
    assert sorted(order(100)) == list(range(100))


def test_columns_that_are_remembered_never_get_narrower():
    known: list[int] = []
    first = aligned("longer\tx\n", padding=3, known=known)
    second = aligned("a\tx\n", padding=3, known=known)
    assert (first, second) == ("longer   x\n", "a        x\n")


def test_words_are_wrapped_and_a_long_one_is_left_whole():
    assert wrapped("one two three\nfour", 8) == "one two\nthree\nfour"
    assert wrapped("a " + "b" * 9, 8) == "a\n" + "b" * 9
