"""Nodes and their leases: taints, provider, rows, heartbeats that are not stored."""

from __future__ import annotations

from typing import Any

from clusters.sim.world import Key
from tests.sim.kube.a_cluster import CID, Cluster, refused

LEASES = "leases.coordination.k8s.io"
READY = {
    "type": "Ready",
    "status": "True",
    "lastHeartbeatTime": "2026-11-20T12:00:00Z",
    "lastTransitionTime": "2026-11-20T12:00:00Z",
}


def with_node(**spec: Any) -> Cluster:
    cluster = Cluster()
    body = {
        "metadata": {"name": "n1", "labels": {"node-role.kubernetes.io/worker": ""}},
        "spec": spec,
        "status": {
            "conditions": [READY],
            "addresses": [{"type": "InternalIP", "address": "10.0.0.9"}],
            "nodeInfo": {
                "kubeletVersion": "v1.35.1-eks-1",
                "osImage": "Amazon Linux 2023",
            },
        },
    }
    cluster.create("nodes", body)
    return cluster


def test_a_kubelet_registers_with_its_status():
    assert with_node().get("nodes", "n1", "")["status"]["conditions"]


def test_the_row():
    cluster = with_node(unschedulable=True)
    assert cluster.table("nodes")[0][:7] == [
        "n1", "Ready,SchedulingDisabled", "worker", "0s", "v1.35.1-eks-1", "10.0.0.9", "<none>",
    ]  # fmt: skip


def test_heartbeats_are_computed():
    cluster = with_node()
    revision = cluster.world.rv
    cluster.wall += 950
    condition = cluster.get("nodes", "n1", "")["status"]["conditions"][0]
    assert condition["lastHeartbeatTime"] == "2026-11-20T12:15:00Z"
    assert condition["lastTransitionTime"] == "2026-11-20T12:00:00Z"
    assert cluster.world.rv == revision


def test_a_nodes_lease_is_renewed_without_being_stored():
    cluster = with_node()
    cluster.wall += 47
    lease = cluster.get(LEASES, "n1", "kube-node-lease")
    assert lease["spec"] == {
        "holderIdentity": "n1",
        "leaseDurationSeconds": 40,
        "renewTime": "2026-11-20T12:00:40.000000Z",
    }
    assert lease["metadata"]["ownerReferences"][0]["kind"] == "Node"
    assert not cluster.world.list("k8s.Lease", CID)
    assert cluster.table(LEASES, "kube-node-lease") == [["n1", "n1", "47s"]]


def test_a_silent_nodes_lease_stands_still():
    cluster = with_node()
    with cluster.tx() as tx, tx.edit(Key("k8s.Node", CID, "n1")) as body:
        body["_"]["lost"] = 20.0
    cluster.wall += 100
    lease = cluster.get(LEASES, "n1", "kube-node-lease")
    assert lease["spec"]["renewTime"] == "2026-11-20T12:00:20.000000Z"


def test_a_taint_is_said_once():
    taint = {"key": "gpu", "effect": "NoSchedule"}
    text = 'Node "n1" is invalid: spec.taints[1]: Duplicate value: {"effect":"NoSchedule","key":"gpu"}'
    with refused("Invalid", text, 422):
        with_node(taints=[taint, taint])


def test_the_provider_is_set_once():
    cluster = with_node(providerID="aws:///us-west-2a/i-1")
    text = (
        'Node "n1" is invalid: spec.providerID: Forbidden: node updates may not change '
        'providerID except from "" to valid'
    )
    with refused("Invalid", text, 422):
        cluster.patch("nodes", "n1", {"spec": {"providerID": "aws:///us-west-2a/i-2"}})
