"""Pods of nodes that no longer exist."""

from __future__ import annotations

from clusters.sim.world import Key
from tests.sim.controllers.a_data_plane import CID, bare_pod, data_plane


def test_the_pods_of_a_removed_node_go_after_40_seconds():
    plane = data_plane(1)
    plane.create("pods", bare_pod())
    plane.settle(10)
    with plane.tx() as tx:
        tx.remove(Key("k8s.Node", CID, plane.nodes[0]))
    plane.settle(25)
    plane.patch("pods", "p", {"metadata": {"labels": {"seen": "again"}}})
    plane.settle(14)
    assert plane.status("p") == "Running"
    plane.settle(2)
    assert plane.status("p") == "gone"
    last = [
        c.before
        for c in plane.changes
        if c.key.name == "p" and c.after is None and c.before
    ][-1]
    target = next(
        c for c in last["status"]["conditions"] if c["type"] == "DisruptionTarget"
    )
    assert (target["reason"], target["message"]) == (
        "DeletionByPodGC",
        "PodGC: node no longer exists",
    )


def test_a_node_that_is_back_within_that_time_keeps_them():
    plane = data_plane(1)
    plane.create("pods", bare_pod())
    plane.settle(10)
    key = Key("k8s.Node", CID, plane.nodes[0])
    node = plane.world.find(key)
    with plane.tx() as tx:
        tx.remove(key)
    plane.settle(20)
    with plane.tx() as tx:
        tx.add(key, node)
    plane.settle(60)
    assert plane.status("p") == "Running"


def test_a_pod_put_on_a_node_that_never_was_waits_and_goes():
    plane = data_plane(1)
    plane.create("pods", bare_pod(spec={"nodeName": "nowhere"}))
    plane.settle(30)
    assert plane.status("p") == "Pending"
    assert plane.reasons("p") == []
    plane.settle(15)
    assert plane.status("p") == "gone"
