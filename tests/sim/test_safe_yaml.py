"""YAML that means harm is refused like YAML that is merely wrong."""

from __future__ import annotations

import pytest
import yaml

from clusters.sim import safe_yaml

DEEP = 200_000


@pytest.mark.parametrize(
    "text",
    ["[" * DEEP, "{a: " * DEEP, "- " * DEEP, "[" * 201 + "]" * 201],
    ids=["sequences", "mappings", "block sequences", "one too many"],
)
def test_nesting_without_end_is_refused(text):
    with pytest.raises(yaml.YAMLError, match="exceeded max depth of 200"):
        safe_yaml.load_all(text)


@pytest.mark.parametrize(
    "text",
    ['!!int ""', "!!timestamp x", "2026-13-45", "!!bool x", "!!python/name:os.system"],
)
def test_what_a_tag_cannot_mean_is_an_error_of_the_text(text):
    with pytest.raises(yaml.YAMLError):
        safe_yaml.load(text)


def test_ordinary_documents_are_read():
    assert safe_yaml.load_all("a: [1, {b: c}]\n---\n- d\n") == [
        {"a": [1, {"b": "c"}]},
        ["d"],
    ]
    assert safe_yaml.load("") is None


def test_what_nests_as_deep_as_allowed_is_read():
    assert safe_yaml.load("[" * 200 + "]" * 200) != []


def test_a_long_flat_text_is_read():
    text = "items:\n" + "- {name: a}\n" * 2000

    assert len(safe_yaml.load(text)["items"]) == 2000
