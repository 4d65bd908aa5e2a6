"""kubectl's JSONPath and Go templates, on plain values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.terminal.kubectl import gotemplate, jsonpath
from clusters.terminal.kubectl.errors import KubectlError
from clusters.terminal.kubectl.jsonpath_parse import PathError, relaxed

POD = {
    "kind": "Pod",
    "metadata": {"name": "web", "labels": {"app.kubernetes.io/name": "x"}},
    "spec": {"containers": [{"name": "a", "n": 1}, {"name": "b", "n": 2}]},
}
WIDE = {"items": [{"items": list(range(100))} for _ in range(100)]}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{.metadata.name}", "web"),
        ("{.spec.containers[*].name}", "a b"),
        ("{.spec.containers[-1].name}", "b"),
        ("{.spec.containers[?(@.n>1)].name}", "b"),
        ("{range .spec.containers[*]}{.name}={.n};{end}", "a=1;b=2;"),
        (r"{.metadata.labels.app\.kubernetes\.io/name}", "x"),
        ("{.spec.containers[0]}", '{"n":1,"name":"a"}'),
        ("{..n}", "1 2"),
        ("{.nope}", ""),
    ],
)
def test_a_path_is_followed(template, text):
    assert jsonpath.text(template, POD) == text


def test_paths_of_columns_may_be_written_without_braces():
    assert {relaxed("a.b"), relaxed(".a.b"), relaxed("{a.b}")} == {"{.a.b}"}


def test_a_path_that_asks_for_too_much_ends():
    loops = "{range .items[*]}" * 20
    with pytest.raises(KubectlError, match="more than this terminal can hold"):
        jsonpath.text(f"{loops}{{.}}", {"items": [WIDE] * 100})


@pytest.mark.parametrize("template", ["{" + "[?(@.a" * 900 + "}", "{[?(" * 9000])
def test_deep_nesting_is_refused_in_words(template):
    with pytest.raises(PathError):
        jsonpath.text(template, {"a": [{"a": [1]}]})


PIECES = st.sampled_from(
    [
        "{",
        "}",
        "[",
        "]",
        ".",
        "..",
        "*",
        "?(",
        ")",
        "@",
        "'",
        '"',
        "\\",
        "range ",
        "end",
        "items",
        "name",
        "0",
        "-1",
        ":",
        ",",
        "==",
        "<",
        " ",
        "\n",
        "$",
        "e1",
        "é",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_path_ends_in_text_or_in_words_for_what_is_wrong(template):
    try:
        jsonpath.text(template, {"items": [{"name": "a"}, {"name": None}]})
    except (PathError, KubectlError):
        return


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{.metadata.name}}", "web"),
        ("{{range .spec.containers}}{{.name}},{{end}}", "a,b,"),
        ("{{range $i, $c := .spec.containers}}{{$i}}{{$c.name}}{{end}}", "0a1b"),
        ('{{if eq .kind "Pod"}}yes{{else}}no{{end}}', "yes"),
        ('{{printf "%s/%v" .kind .nope}}', "Pod/<nil>"),
        ("{{.nope}}", "<no value>"),
        ("a{{- 1 -}} b", "a1b"),
    ],
)
def test_a_template_is_filled(template, text):
    assert gotemplate.text(gotemplate.parsed(template), POD) == text


@pytest.mark.parametrize(
    "form", ["{{define `x`}}{{end}}", "{{template `x`}}", "{{html 1}}"]
)
def test_rare_forms_are_refused_in_words(form):
    with pytest.raises(KubectlError, match="not in this terminal yet"):
        gotemplate.parsed(form)


def test_a_template_that_makes_too_much_ends():
    made = gotemplate.parsed("{{range .items}}" * 3 + "{{.}}" * 99 + "{{end}}" * 3)
    with pytest.raises(KubectlError):
        gotemplate.text(made, {"items": [WIDE] * 100})


def test_an_action_that_never_ends_is_found_out_at_once():
    with pytest.raises(KubectlError, match="unclosed action"):
        gotemplate.parsed("{{" + '""' * 5000)


ACTIONS = st.sampled_from(
    [
        "{{",
        "}}",
        "{{-",
        "-}}",
        "range ",
        "if ",
        "else",
        "end",
        "with ",
        ".",
        ".items",
        "$",
        "$x",
        ":=",
        "=",
        "|",
        "(",
        ")",
        "len ",
        "index ",
        "printf ",
        '"%d"',
        "1",
        "1e9",
        " ",
        "{{end}}",
        "{{range .items}}",
        "{{else}}",
        "`",
        '"',
        "'a'",
        "nil",
        "break",
        "\n",
    ]
)


@given(st.lists(ACTIONS, max_size=25).map("".join))
def test_any_template_ends_in_text_or_in_words_for_what_is_wrong(template):
    try:
        gotemplate.text(gotemplate.parsed(template), {"items": [{"a": 1}, 2, None]})
    except KubectlError:
        return
