"""kubectl get -w beside the real one: the same rows in columns of the same width."""

from __future__ import annotations

import pytest

from tests.e2e.terminal.reading import running

pytestmark = [pytest.mark.e2e, pytest.mark.needs("kubectl")]
THERE = "kube-root-ca.crt"
LONGER = "a-much-longer-name"


@pytest.mark.parametrize(
    ("words", "end"),
    [
        (("get", "cm", "-w"), r" +0 +\w+\n"),
        (("get", "cm", "-w", "--no-headers", "--show-labels"), r"[^\n]*<none>\n"),
        (("get", "cm", "-w", "-A"), r" +0 +\w+\n"),
        (("get", "cm", "-w", "--output-watch-events"), r" +0 +\w+\n"),
        (("get", "cm", "-w", "-o", "name"), "\n"),
        (("get", "cm", "-w", "-o", "yaml"), r"\n(?s:.*?)uid: \S{36}\n"),
        (("get", "cm", "-w", "-o", "jsonpath={.metadata.name};"), ";"),
        (("get", "cm", "-w", "-o", "custom-columns=NAME:.metadata.name"), "\n"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_changes_are_told_as_they_come(newest, words, end):
    spaces = (newest.real.namespace, newest.namespace)
    with newest.real.running(*words) as real, running(newest.ours, *words) as ours:
        for one in (real, ours):
            one.hear(THERE)
        for name in ("first", LONGER):
            for verb in ("create", "delete"):
                for space in spaces:
                    newest.real.ok(verb, "cm", name, "--namespace", space)
        last = f"(?s:(?:.*\\b{LONGER}){{{4 if '-A' in words else 2}}}){end}"
        for one in (real, ours):
            one.hear(last)
    assert newest.masked(ours.said) == newest.masked(real.said)


def test_one_object_is_told_once_at_first(newest):
    words = ("get", "cm", THERE, "-w", "-L", "for")
    with newest.real.running(*words) as real, running(newest.ours, *words) as ours:
        for one in (real, ours):
            one.hear(THERE)
        for name in ("x", "much-longer"):
            for space in (newest.real.namespace, newest.namespace):
                label = ("label", "cm", THERE, f"for={name}", "--overwrite")
                newest.real.ok(*label, "--namespace", space)
        for one in (real, ours):
            one.hear("much-longer\n")
    assert newest.masked(ours.said) == newest.masked(real.said)
