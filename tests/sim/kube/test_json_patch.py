"""JSON patch, operation by operation."""

from __future__ import annotations

import pytest

from clusters.sim.kube.json_patch import PatchFailed, patched


@pytest.mark.parametrize(
    ("operation", "wanted"),
    [
        ({"op": "add", "path": "/b", "value": 2}, {"a": [1, 2], "b": 2}),
        ({"op": "add", "path": "/a/-", "value": 3}, {"a": [1, 2, 3]}),
        ({"op": "add", "path": "/a/0", "value": 0}, {"a": [0, 1, 2]}),
        ({"op": "remove", "path": "/a/0"}, {"a": [2]}),
        ({"op": "replace", "path": "/a/1", "value": 9}, {"a": [1, 9]}),
        ({"op": "move", "from": "/a", "path": "/c"}, {"c": [1, 2]}),
        ({"op": "copy", "from": "/a/0", "path": "/c"}, {"a": [1, 2], "c": 1}),
        ({"op": "test", "path": "/a/0", "value": 1}, {"a": [1, 2]}),
        ({"op": "replace", "path": "", "value": {}}, {}),
    ],
)
def test_each_operation_changes_what_it_names(operation, wanted):
    assert patched({"a": [1, 2]}, [operation]) == wanted


def test_slashes_and_tildes_in_names_are_escaped():
    labels = {"app.kubernetes.io/name": "web", "a~b": "c"}
    operations = [
        {"op": "replace", "path": "/app.kubernetes.io~1name", "value": "x"},
        {"op": "remove", "path": "/a~0b"},
    ]
    assert patched(labels, operations) == {"app.kubernetes.io/name": "x"}


def test_a_copied_value_is_a_value_of_its_own():
    operations = [
        {"op": "copy", "from": "/a", "path": "/b"},
        {"op": "add", "path": "/b/x", "value": 1},
    ]
    assert patched({"a": {}}, operations) == {"a": {}, "b": {"x": 1}}


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "remove", "path": "/missing"},
        {"op": "replace", "path": "/missing", "value": 1},
        {"op": "add", "path": "/missing/deeper", "value": 1},
        {"op": "add", "path": "/a/7", "value": 1},
        {"op": "add", "path": "/a/x", "value": 1},
        {"op": "add", "path": "/b"},
        {"op": "add", "path": "b", "value": 1},
        {"op": "test", "path": "/a/0", "value": True},
        {"op": "test", "path": "/a", "value": [1]},
        {"op": "explode", "path": "/a"},
        {"op": ["add"], "path": "/a"},
        {"path": "/a"},
        "not an operation",
    ],
)
def test_what_does_not_fit_fails(operation):
    with pytest.raises(PatchFailed):
        patched({"a": [1, 2]}, [operation])
