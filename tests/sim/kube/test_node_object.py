"""What a kubelet says of its machine: the arithmetic of node images."""

from __future__ import annotations

import pytest

from clusters.sim.catalog import amis
from clusters.sim.catalog.node_config import NodeConfig
from clusters.sim.kube import node_object
from clusters.sim.tx import Tx
from clusters.sim.world import Key
from tests.sim.toys import SITE, empty

INSTANCE = Key("ec2.Instance", "us-west-2", "i-1")
PLAIN = NodeConfig("demo", "", {}, ())


def node(kind: str, config: NodeConfig = PLAIN) -> dict:
    doc = {
        "InstanceType": kind,
        "ImageId": amis.node_image("us-west-2", "1.35").id,
        "PrivateDnsName": "ip-10-0-0-1.us-west-2.compute.internal",
        "PrivateIpAddress": "10.0.0.1",
    }
    return node_object.body(Tx(empty(), SITE), INSTANCE, doc, config, 20)


@pytest.mark.parametrize(
    ("kind", "cpu", "pods"),
    [
        ("t3.small", "1930m", "11"),
        ("t3.medium", "1930m", "17"),
        ("m5.large", "1930m", "29"),
        ("t3.xlarge", "3920m", "58"),
        ("m5.2xlarge", "7910m", "58"),
        ("m5.4xlarge", "15890m", "234"),
    ],
)
def test_cpu_and_pods(kind, cpu, pods):
    allocatable = node(kind)["status"]["allocatable"]
    assert (allocatable["cpu"], allocatable["pods"]) == (cpu, pods)


def test_a_t3_medium_leaves_about_3_3_gib_and_16_9_gib_of_disk():
    allocatable = node("t3.medium")["status"]["allocatable"]
    assert int(allocatable["memory"].removesuffix("Ki")) / 1024**2 == pytest.approx(
        3.25, abs=0.1
    )
    assert int(allocatable["ephemeral-storage"]) == pytest.approx(
        18_181_869_946, rel=1e-6
    )


def test_user_data_can_limit_pods_and_add_labels_and_taints():
    kubelet = {
        "maxPods": 8,
        "registerWithTaints": [{"key": "a", "value": "b", "effect": "NoSchedule"}],
    }
    made = node(
        "t3.medium", NodeConfig("demo", "", kubelet, ("--node-labels=x=1,y=2",))
    )
    assert made["status"]["capacity"]["pods"] == "8"
    assert made["metadata"]["labels"]["x"] == "1"
    assert {"key": "a", "value": "b", "effect": "NoSchedule"} in made["spec"]["taints"]


def test_arm_machines_say_so():
    made = node("t4g.medium")
    assert made["metadata"]["labels"]["kubernetes.io/arch"] == "arm64"
    assert made["status"]["nodeInfo"]["kernelVersion"].endswith("aarch64")
