"""jq, run by its library in the box."""

from __future__ import annotations

import json

import pytest

from clusters.terminal.files import HOME
from clusters.terminal.shell import run
from tests.terminal.lines import alone, out, said


@pytest.fixture
def session():
    found = alone()
    found.files.texts[f"{HOME}/a.json"] = '{"a":[{"b":"x","n":1},{"b":"y","n":2.5}]}'
    return found


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("jq .a[0] a.json", '{\n  "b": "x",\n  "n": 1\n}\n'),
        ("jq -c '.a[]' a.json", '{"b":"x","n":1}\n{"b":"y","n":2.5}\n'),
        ("jq -r '.a[].b' < a.json", "x\ny\n"),
        ("cat a.json | jq -j '.a[].b'", "xy"),
        ("jq -r '.a[] | [.b, .n] | @tsv' a.json", "x\t1\ny\t2.5\n"),
        ("jq -n --arg v 1 --argjson w '[2]' '$v, $w[0]'", '"1"\n2\n'),
        ("echo '1 2 3' | jq -s add", "6\n"),
        ("echo '1 2 3' | jq -n '[inputs]' -c", "[1,2,3]\n"),
        ("printf 'a\\nb' | jq -R .", '"a"\n"b"\n'),
        ('echo \'{"b":1,"a":2}\' | jq -Sc .', '{"a":2,"b":1}\n'),
        ("echo '[1]' | jq --tab .", "[\n\t1\n]\n"),
        ("jq -n --args '$ARGS.positional[1]' a b", '"b"\n'),
        ("X=5 jq -n 'env.X'", '"5"\n'),
        ("echo null | jq -e . ; echo $?", "null\n1\n"),
        ("jq -n '\"é\"' -a", '"\\u00e9"\n'),
    ],
)
def test_a_filter_prints_what_jq_prints(session, line, wanted):
    assert out(session, line) == wanted


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("jq '.a[' a.json", 3, "jq: 1 compile error"),
        ("jq nosuch a.json", 3, "jq: error: nosuch/0 is not defined"),
        (
            "jq '.a.b' a.json",
            5,
            "jq: error (at <stdin>:0): Cannot index array with string",
        ),
        ("echo '{b' | jq .", 2, "jq: parse error: Invalid numeric literal"),
        (
            "jq . nothere",
            2,
            "jq: error: Could not open file nothere: No such file or directory",
        ),
        ("jq --nonsense .", 2, "jq: Unknown option: --nonsense"),
        ("jq -n --argjson x '{' .", 2, "jq: Invalid JSON text passed to --argjson"),
        ("jq", 2, "Usage: jq"),
        ("jq .", 2, "jq: nothing is piped in"),
    ],
)
def test_what_is_wrong_is_said_with_jqs_codes(session, line, code, told):
    found = said(session, line)
    assert found.code == code
    assert told in found.err


def test_no_module_is_read_from_the_host(session, tmp_path):
    (tmp_path / "secret.json").write_text(json.dumps("a secret of the host"))
    (tmp_path / "code.jq").write_text('def f: "a secret of the host";')
    for filter_ in (
        f'import "secret" as $s {{search: "{tmp_path}"}}; $s',
        f'include "code" {{search: "{tmp_path}"}}; f',
        f'"{tmp_path}/code" | modulemeta',
    ):
        session.files.texts[f"{HOME}/filter"] = filter_
        found = said(session, "jq -n -f filter")
        assert found.code != 0
        assert "secret of the host" not in found.out + found.err


def test_values_are_filtered_as_they_are_piped_in(session):
    pieces = run(
        session, "{ echo '{\"a\":'; echo '1} 2'; echo '3'; sleep 60; } | jq -c ."
    )
    assert next(pieces) == '{"a":1}\n'
    assert next(pieces) == "2\n"
    pieces.close()


def test_time_and_memory_end_a_filter_that_takes_too_much(session):
    found = said(session, "jq -n '[range(1e9)] | length'")
    assert found.code == 137
    assert "5 seconds of processor time and 256 MiB of memory" in found.err
    assert out(session, "jq -n 1") == "1\n"
