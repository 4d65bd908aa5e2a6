"""eviction: as drain asks for it."""

from __future__ import annotations

from tests.sim.kube.a_cluster import Cluster, refused
from tests.sim.kube.samples import pod


def evict(cluster: Cluster, name: str = "p"):
    body = {"metadata": {"name": name, "namespace": "default"}}
    return cluster.call("create", "pods", name="p", subresource="eviction", body=body)


def test_the_pod_goes_gracefully_and_says_why():
    cluster = Cluster()
    cluster.create("pods", pod(nodeName="gone.ec2.internal"))
    told = evict(cluster)
    assert (told.status, told["status"]) == (201, "Success")
    found = cluster.get("pods", "p")
    assert found["metadata"]["deletionGracePeriodSeconds"] == 30
    why = next(
        c for c in found["status"]["conditions"] if c["type"] == "DisruptionTarget"
    )
    assert (why["reason"], why["message"]) == (
        "EvictionByEvictionAPI",
        "Eviction API: evicting",
    )


def test_the_names_must_agree():
    cluster = Cluster()
    cluster.create("pods", pod())
    text = "name in URL does not match name in Eviction object: p != q"
    with refused("BadRequest", text, 400):
        evict(cluster, "q")


def test_what_is_missing_is_not_evicted():
    with refused("NotFound", 'pods "p" not found', 404):
        evict(Cluster())
