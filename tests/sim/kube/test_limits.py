"""A sandbox holds only so much."""

from __future__ import annotations

import pytest

from clusters.sim import room
from clusters.sim.kube import limits
from tests.sim.kube.a_cluster import Cluster, refused
from tests.sim.kube.samples import pod

FULL = "etcdserver: mvcc: database space exceeded"


def test_one_pod_too_many(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(room, "PODS", 2)
    cluster = Cluster()
    cluster.create("pods", pod("a"))
    cluster.create("pods", pod("b"))
    with refused("", FULL, 500):
        cluster.create("pods", pod("c"))


def test_one_map_too_many():
    cluster = Cluster()
    value = "x" * (1024 * 1024 - 8)
    with refused("", FULL, 500):
        for number in range(21):
            cluster.create(
                "configmaps", {"metadata": {"name": f"m{number}"}, "data": {"k": value}}
            )
    assert len(cluster.list("configmaps", "default")["items"]) == 20


def test_an_object_that_is_too_large(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "OBJECT_BYTES", 1000)
    with refused("", "etcdserver: request is too large", 500):
        body = {"metadata": {"name": "m"}, "data": {"k": "x" * 1000}}
        Cluster().create("configmaps", body)
