"""Whose an object is, by where it lies and what it is called."""

from __future__ import annotations

import pytest

from clusters.console.kubernetes import whose
from clusters.sim.world import Key

BARE = {"metadata": {}}


@pytest.mark.parametrize(
    ("kind", "namespace", "name", "word"),
    [
        ("Pod", "default", "web-1", "You"),
        ("Pod", "kube-system", "coredns-1", "Both"),
        ("Lease", "kube-system", "kube-scheduler", "AWS"),
        ("Lease", "kube-node-lease", "ip-1", "AWS"),
        ("ConfigMap", "shop", "kube-root-ca.crt", "AWS"),
        ("ConfigMap", "shop", "settings", "You"),
        ("Service", "default", "kubernetes", "AWS"),
        ("Namespace", "", "kube-system", "AWS"),
        ("Namespace", "", "shop", "You"),
        ("ClusterRole", "", "system:node", "AWS"),
        ("ClusterRole", "", "reader", "You"),
        ("Node", "", "ip-1", "You"),
    ],
)
def test_each_has_its_owner(kind, namespace, name, word):
    scope = f"cluster/{namespace}" if namespace else "cluster"

    assert whose.of(Key(f"k8s.{kind}", scope, name), BARE)["word"] == word


def test_what_the_control_plane_bootstraps_is_aws():
    doc = {"metadata": {"labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}}

    assert whose.of(Key("k8s.ClusterRole", "cluster", "view"), doc)["word"] == "AWS"
