"""From the API's field paths to lines of the text."""

from __future__ import annotations

import pytest
import yaml

from clusters.console.kubernetes import places

TEXT = """\
apiVersion: v1
kind: Pod
metadata:
  name: a
  labels:
    app.kubernetes.io/name: x
spec:
  containers:
  - name: a
    image: nginx
  - name: b
    ports:
    - containerPort: many
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("metadata.name", 4),
        ("metadata.labels.app.kubernetes.io/name", 6),
        ("metadata.labels[app.kubernetes.io/name]", 6),
        ("spec.containers[0].image", 10),
        ("spec.containers[1].image", 11),
        ("spec.containers[7].image", 8),
        ("spec.containers.ports.containerPort", 13),
        ("spec.containers[1].ports[0].containerPort", 13),
        ("spec.volumes[0]", 7),
        ("nothing.like.it", 1),
        ("", 1),
    ],
)
def test_a_path_leads_to_its_line_or_the_nearest_above(path, line):
    assert places.line_of(yaml.compose(TEXT), path) == line


def test_names_that_are_there_twice_are_found_at_any_depth():
    root = yaml.compose("a: 1\nb:\n- c: 1\n  d: 2\n  c: 3\na: 2\n")

    assert sorted(places.repeated(root)) == [(5, "c"), (6, "a")]


def test_aliases_are_looked_at_once():
    lines = ["a0: &a0 {x: 1}"]
    lines += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]

    assert list(places.repeated(yaml.compose("\n".join(lines)))) == []
