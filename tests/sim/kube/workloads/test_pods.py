"""What controllers want to know of a Pod."""

from __future__ import annotations

from clusters.sim.kube.workloads import pods
from clusters.sim.world import Document


def a_pod(*containers: dict, **spec) -> Document:
    listed = [
        {"name": f"c{i}", "resources": {"requests": c}}
        for i, c in enumerate(containers)
    ]
    return Document({"metadata": {}, "spec": {"containers": listed, **spec}}, 1)


def test_requests_are_added_up_over_the_containers():
    pod = a_pod({"cpu": "250m", "memory": "1Gi"}, {"cpu": "1"})
    assert pods.requests(pod) == pods.Requests(1250, 1 << 30)


def test_the_largest_init_container_counts_if_it_is_larger():
    init = {"name": "i", "resources": {"requests": {"cpu": "2"}}}
    assert pods.requests(a_pod({"cpu": "1"}, initContainers=[init])).cpu == 2000


def test_a_sidecar_counts_all_the_time():
    sidecar = {
        "name": "s",
        "restartPolicy": "Always",
        "resources": {"requests": {"cpu": "500m"}},
    }
    init = {"name": "i", "resources": {"requests": {"cpu": "1"}}}
    assert pods.requests(a_pod({"cpu": "1"}, initContainers=[sidecar])).cpu == 1500
    assert (
        pods.requests(a_pod({"cpu": "0"}, initContainers=[sidecar, init])).cpu == 1500
    )


def test_a_ready_pod_is_available_after_its_time():
    ready = {
        "status": {"conditions": [{"type": "Ready", "status": "True"}]},
        "_": {"ready": 100.0},
    }
    assert pods.available_at(Document(ready, 1), 30) == 130.0
    assert pods.available_at(Document({"status": {}}, 1), 30) == float("inf")
