"""YAML and JSON of -o as the newest real kubectl writes them, string by string."""

from __future__ import annotations

import json

import pytest

from tests.e2e.terminal.reading import write

pytestmark = [pytest.mark.e2e, pytest.mark.needs("kubectl")]

WORDS = (
    "yes", "Yes", "YES", "yEs", "no", "on", "off", "y", "n", "Y", "N", "true", "True",
    "TRUE", "tRue", "false", "null", "Null", "NULL", "nUll", "~", "~x", "1", "0", "-1",
    "+1", "01", "08", "09", "0x1", "0X1f", "0o17", "0O17", "0b101", "-0b101", "0b",
    "0x", "1_000", "_1", "1_", "1__0", "1.5", "1.", "-.5", ".5", "+.5", ".5_5", "1e3",
    "1E3", "1e+3", "1e-3", "1.e3", "e3", ".e3", "1e", "1e400", "12e03", "685_230.15",
    "0.", "00", "0_7", "-0x1F", "+0x1", "0x1_f", "9223372036854775807",
    "9223372036854775808", "18446744073709551615", "18446744073709551616",
    "99999999999999999999999", ".nan", ".NaN", ".NAN", ".inf", ".Inf", "+.inf", "-.inf",
    "inf", "nan", "NaN", "Infinity", "+Inf", "<<", "=", "2001-01-01", "2001-1-1",
    "2001-13-01", "2001-02-30", "2001-01-01t00:00:00Z", "2001-01-01T00:00:00",
    "2001-01-01T00:00:00.123+01:00", "2001-01", "20010101", "12:30", "12:30:45", "1:2",
    "190:20:30", "190:20:30.15", "-1:30", "1:60", "1:2:3:4", "a:b", "a:", ":a", ":",
    "?", "?a", "-", "-a", "--", "---", "---a", "...", "...a", "..", "#a", "a#", ",a",
    "a,b", "[a]", "a[b]", "]", "{a}", "{", "}", "&a", "a&b", "*a", "a*b", "!", "|",
    "|a", ">", "'a'", "a'b", "\"a\"", "a\"b", "@a", "a@b", "%a", "a%", "`a`", "a`b",
    "\\", "a\\b", "[]", "{}", "{\"a\":1}", "a=b", "-1a", "1a", "1,000", "+", "+a", ".a",
    ".", "-.", "+.", "-e", "0a", "0xg", "0b2", "0o9", "1e3e3", "1..2", "1.2.3",
    "10.0.0.1", "10.0.0.1/16", "::", "::1", "fe80::1", "http://a/b", "2001:db8::1",
    "1:2:a", "ünïcode", "日本語", "'''", "'\"'",
)  # fmt: skip
TEXTS = (
    "", " ", "  x", "x  ", "2001-01-01 00:00:00", "2001-01-01 00:00:00Z", "a: b", "a :b",
    "a: ", ": a", "? a", "- a", "--- a", "a #b", "a # b", "# a", "> a", "it's: x",
    'a"b: c', "a\\: b", "\t", "\ta", "a\tb", "a\t", "\n", "\n\n", "a\n", "a\n\n", "a\nb",
    "a\nb\n", "a\nb\n\n", "\na", "\n a", " a\nb", "  a\n  b\n", "a\n  b", "a\n\n  b\n",
    "a \nb", "a\n b\n", "a\nb ", "a\n ", "a\n\n\nb", "a\tb\nc", "\ta\nb", "a\r\nb",
    "a\rb", "\r", "日本語\n行", "emoji 😀", "emoji 😀\nx", "\u0085", "a\u0085b", "a\u00a0b",
    "\u00a0", "\u2028", "a\u2028b", "a \u2028b", "\u2029b", "\ufeffx", "x\ufeff",
    "\u0001", "\u200b", "\u00ad", "\ue000", "\ufffd", "\u0000x", "a\u001bb", "a" * 200,
    "word " * 60, "word " * 60 + "end", "word: " * 40 + "x", "x " * 100 + "\n" + "y " * 99,
    "two  spaces " * 20, "tab\tand space " * 20, "key: 'v'", "[ ]", "a/b: c", "x: y: z",
    "x #", "a: #b", "!!str a", "* *", "a\n#b", "#a\nb", "- a\n- b\n", "a: b\nc: d\n",
    "---\na\n", "...\na", "\n#", "|-\nfoo", "a\n\tb", "true\n", "1\n", "null\nx", "~\n",
)  # fmt: skip
KEYS = (
    "a2", "a10", "a1", "A", "b", "a", "a.b", "a-b", "a_b", "a0", "a00", "1", "2", "10",
    "9", "true", "yes", "null", "z10z2", "z10z10", "z9z10", "x" * 128, "x" * 129, "Z",
    "_a", "-a", "_", "a100", "a20",
)  # fmt: skip
NEEDS_MORE = ("\x7f", "a\x80b", "\x9f\n", "x\uffff")
"""What JSON holds and YAML's reader refuses, so that kubectl cannot print it."""


def config_map(name: str, data: dict[str, str]) -> str:
    meta = {
        "name": name,
        "annotations": {f"z/{'y' * 40}": "yes", "a.b/c": "x\ny", "e": ""},
    }
    body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta, "data": data}
    return json.dumps(body)


CORPORA = {
    "words": {f"k{place:03}": text for place, text in enumerate(WORDS)},
    "texts": {f"k{place:03}": text for place, text in enumerate(TEXTS)},
    "keys": dict.fromkeys(KEYS, ""),
    "none": {},
}


@pytest.fixture(scope="module")
def stored(newest):
    for name, data in CORPORA.items():
        _store(newest, name, data)
    return newest


def _store(judge, name, data):
    for space in (judge.real.namespace, judge.namespace):
        told = ("--namespace", space, "-f", "-")
        judge.real.ok("create", *told, stdin=config_map(name, data))


@pytest.mark.parametrize("name", CORPORA)
@pytest.mark.parametrize("output", ["yaml", "json"])
def test_every_string_is_written_as_the_real_one_writes_it(stored, name, output):
    stored.same(f"get cm {name} -o {output}")


def test_a_file_of_json_is_read(stored, monkeypatch):
    monkeypatch.chdir(stored.real.folder)
    write(stored, "texts.json", config_map("texts", {}))
    stored.same("get -f texts.json -o yaml")


@pytest.mark.parametrize("place", range(len(NEEDS_MORE)))
def test_what_yaml_cannot_hold_is_refused_alike(newest, place):
    _store(newest, f"odd{place}", {"k": NEEDS_MORE[place]})
    told = newest.same(f"get cm odd{place} -o yaml")
    assert told.code == 1
