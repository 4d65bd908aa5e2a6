"""Whose an object is, as pages paint and word it."""

from __future__ import annotations

import pytest

from clusters.console.kubernetes import whose
from clusters.console.map import architecture
from clusters.sim.world import Key
from tests.console.crowds import DEMO
from tests.sim.accounts import cluster_id, with_cluster


@pytest.mark.parametrize(
    ("kind", "namespace", "name", "painted"),
    [
        ("Deployment", "kube-system", "coredns", ("shared", "Both")),
        ("ConfigMap", "default", "kube-root-ca.crt", ("aws", "AWS")),
        ("Namespace", "", "default", ("you", "You")),
    ],
)
def test_each_owner_has_a_colour_and_a_word(kind, namespace, name, painted):
    world = with_cluster()
    here = cluster_id(world)
    key = Key(f"k8s.{kind}", f"{here}/{namespace}" if namespace else here, name)

    found = whose.of(world, key, world.find(key))

    assert (found["paint"], found["word"]) == painted


def test_the_map_dots_the_pods_of_add_ons():
    drawn = architecture.of(with_cluster(), DEMO)
    nodes = [n for c in drawn["columns"] for f in c.subnets for n in f.nodes]

    assert {pod.system for node in nodes for pod in node.pods} == {True}
