"""The add-ons' manifests are whole for each version."""

from __future__ import annotations

import json

import pytest

from clusters.sim.catalog import addons, eks_versions

SETTINGS = {
    "region": "us-west-2",
    "cluster": "demo",
    "vpc": "vpc-1",
    "dns": "10.100.0.10",
    "endpoint": "https://kube.test",
}


@pytest.mark.parametrize("minor", eks_versions.SIMULATED)
@pytest.mark.parametrize("name", addons.DEFAULT)
def test_nothing_is_left_to_fill_in(name, minor):
    found = addons.manifests(name, minor, SETTINGS)
    text = json.dumps(found)
    assert "${" not in text
    assert "$registry" not in text
    kind, workload = addons.ADDONS[name].workload
    (body,) = [
        b for b in found if (b["kind"], b["metadata"]["name"]) == (kind, workload)
    ]
    (image, *_) = [c["image"] for c in body["spec"]["template"]["spec"]["containers"]]
    assert image.startswith("602401143452.dkr.ecr.us-west-2.amazonaws.com/")


def test_dns_stands_at_its_address():
    found = addons.manifests("coredns", "1.35", SETTINGS)
    (service,) = [body for body in found if body["kind"] == "Service"]
    assert service["spec"]["clusterIP"] == "10.100.0.10"


def test_a_cluster_whose_name_looks_like_a_number_stays_text():
    bodies = addons.manifests("vpc-cni", "1.35", {**SETTINGS, "cluster": "0123"})
    (agent,) = (body for body in bodies if body["kind"] == "DaemonSet")
    containers = agent["spec"]["template"]["spec"]["containers"]
    env = [item for container in containers for item in container.get("env", ())]
    assert {"name": "CLUSTER_NAME", "value": "0123"} in env
