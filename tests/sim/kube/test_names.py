"""Names, labels and annotations that are not well formed."""

from __future__ import annotations

from typing import Any

import pytest

from clusters.sim.kube import names
from tests.sim.kube.a_cluster import Cluster, refused


def a_map(**meta: Any) -> dict[str, Any]:
    return {"metadata": {"name": "m", **meta}}


CASES = [
    ({"name": "My_Map"}, f'metadata.name: Invalid value: "My_Map": {names.SUBDOMAIN_TEXT}'),
    ({"name": "a" * 254}, f'metadata.name: Invalid value: "{"a" * 254}": must be no more than 253 characters'),
    ({"labels": {"a": "b c"}}, f'metadata.labels: Invalid value: "b c": {names.VALUE_TEXT}'),
    ({"labels": {"a": "b" * 64}}, f'metadata.labels: Invalid value: "{"b" * 64}": must be no more than 63 characters'),
    ({"labels": {"a b": "c"}}, f'metadata.labels: Invalid value: "a b": {names.QUALIFIED_TEXT}'),
    ({"annotations": {"a b": "c"}}, f'metadata.annotations: Invalid value: "a b": {names.QUALIFIED_TEXT}'),
    ({"annotations": {"a": "x" * 262144}}, "metadata.annotations: Too long: may not be more than 262144 bytes"),
]  # fmt: skip


@pytest.mark.parametrize(("meta", "told"), CASES)
def test_it_is_refused_with(meta, told):
    name = meta.get("name", "m")
    with refused("Invalid", f'ConfigMap "{name}" is invalid: {told}', 422):
        Cluster().create("configmaps", a_map(**meta))


def test_a_namespace_is_a_label():
    text = f'Namespace "a.b" is invalid: metadata.name: Invalid value: "a.b": {names.LABEL_TEXT}'
    with refused("Invalid", text, 422):
        Cluster().create("namespaces", {"metadata": {"name": "a.b"}})


def test_what_is_in_no_namespace_names_none():
    text = (
        'Node "n" is invalid: metadata.namespace: Forbidden: not allowed on this type'
    )
    with refused("Invalid", text, 422):
        Cluster().create("nodes", {"metadata": {"name": "n", "namespace": "default"}})


def test_the_keys_of_a_map():
    text = f'ConfigMap "m" is invalid: data[a b]: Invalid value: "a b": {names.CONFIG_KEY_TEXT}'
    with refused("Invalid", text, 422):
        Cluster().create("configmaps", {**a_map(), "data": {"a b": "c"}})


@pytest.mark.parametrize("good", ["a", "example.com/role", "A.b-c_d", "a/b"])
def test_good_keys_of_labels(good):
    assert names.qualified(good) == []


@pytest.mark.parametrize("bad", ["", "/a", "a/", "a/b/c", "-a", "é", "Prefix/a"])
def test_bad_keys_of_labels(bad):
    assert names.qualified(bad)
