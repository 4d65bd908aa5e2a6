"""The Node that a kubelet registers: what it says of the machine it runs on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from clusters.sim.catalog import amis, eks_versions, instance_types
from clusters.sim.catalog.instance_types import InstanceType
from clusters.sim.catalog.node_config import NodeConfig
from clusters.sim.commands import Doc
from clusters.sim.tx import Tx
from clusters.sim.world import Key

OS_IMAGE = "Amazon Linux 2023.8.20260714"
KERNEL = "6.12.37-61.105.amzn2023"
RUNTIME = "containerd://2.1.5"
"""As node images of July 2026 report them."""
NOT_READY = "node.kubernetes.io/not-ready"
UNINITIALIZED = "node.cloudprovider.kubernetes.io/uninitialized"
CNI_MISSING = (
    "container runtime network not ready: NetworkReady=false "
    "reason:NetworkPluginNotReady message:Network plugin returns error: "
    "cni plugin not initialized"
)
SEEN_MEMORY = 0.94
"""What the kernel leaves of an instance's memory (t3.medium: 3.76 of 4 GiB)."""
DISK_LOST_KI = 77_844
EVICTION_MIB, RESERVED_MIB, RESERVED_MIB_PER_POD = 100, 255, 11
"""nodeadm: kube-reserved memory by the number of Pods; the kubelet's hard eviction."""
ARCHITECTURES = {"x86_64": "amd64", "arm64": "arm64"}


def body(
    tx: Tx, instance: Key, doc: Doc, config: NodeConfig, disk_gib: int
) -> dict[str, Any]:
    """The Node of an instance, NotReady until a CNI is there."""
    size = instance_types.TYPES[doc["InstanceType"]]
    architecture = ARCHITECTURES[size.architecture]
    capacity = _capacity(size, config, disk_gib)
    name = doc["PrivateDnsName"]
    labels = {
        "beta.kubernetes.io/arch": architecture,
        "beta.kubernetes.io/os": "linux",
        **config.labels,
        "kubernetes.io/arch": architecture,
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
    }
    taints = [
        *config.taints,
        {"key": UNINITIALIZED, "value": "true", "effect": "NoSchedule"},
        {"key": NOT_READY, "effect": "NoSchedule"},
    ]
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {
            "name": name,
            "labels": labels,
            "annotations": {
                "alpha.kubernetes.io/provided-node-ip": doc["PrivateIpAddress"],
                "node.alpha.kubernetes.io/ttl": "0",
                "volumes.kubernetes.io/controller-managed-attach-detach": "true",
            },
        },
        "spec": {"taints": taints},
        "status": {
            "addresses": [
                {"type": "InternalIP", "address": doc["PrivateIpAddress"]},
                {"type": "Hostname", "address": name},
            ],
            "capacity": capacity,
            "allocatable": _allocatable(size, capacity),
            "conditions": conditions(tx.stamp),
            "daemonEndpoints": {"kubeletEndpoint": {"Port": 10250}},
            "nodeInfo": _info(tx, instance, doc, architecture, size),
            "images": [],
        },
        "_": {"instance": instance.name},
    }


def conditions(stamp: str) -> list[dict[str, str]]:
    """What a kubelet says of itself before it has a CNI."""
    facts: Sequence[tuple[str, str, str, str]] = (
        ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
        ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
        ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
        ("Ready", "False", "KubeletNotReady", CNI_MISSING),
    )  # fmt: skip
    return [
        {
            "type": kind,
            "status": status,
            "lastHeartbeatTime": stamp,
            "lastTransitionTime": stamp,
            "reason": reason,
            "message": message,
        }
        for kind, status, reason, message in facts
    ]


def max_pods(size: InstanceType, config: NodeConfig) -> int:
    asked = config.kubelet.get("maxPods")
    return asked if isinstance(asked, int) and asked > 0 else size.max_pods


def _capacity(size: InstanceType, config: NodeConfig, disk_gib: int) -> dict[str, str]:
    memory = int(size.memory_mib * 1024 * SEEN_MEMORY)
    return {
        "cpu": str(size.vcpus),
        "ephemeral-storage": f"{disk_gib * 1024 * 1024 - DISK_LOST_KI}Ki",
        "hugepages-1Gi": "0",
        "hugepages-2Mi": "0",
        "memory": f"{memory}Ki",
        "pods": str(max_pods(size, config)),
    }


def _allocatable(size: InstanceType, capacity: Doc) -> dict[str, str]:
    memory = int(capacity["memory"].removesuffix("Ki"))
    disk = int(capacity["ephemeral-storage"].removesuffix("Ki")) * 1024
    reserved = RESERVED_MIB + RESERVED_MIB_PER_POD * int(capacity["pods"])
    return {
        **capacity,
        "cpu": f"{size.vcpus * 1000 - _reserved_cpu(size.vcpus)}m",
        "ephemeral-storage": str(disk * 9 // 10 - 1024**3),
        "memory": f"{memory - (reserved + EVICTION_MIB) * 1024}Ki",
    }


def _reserved_cpu(vcpus: int) -> int:
    """Millicores: 6 % of the first core, 1 % of the second, and so on."""
    shares = [60.0, 10.0, 5.0, 5.0]
    return int(sum(shares[:vcpus]) + 2.5 * max(0, vcpus - len(shares)))


def _info(
    tx: Tx, instance: Key, doc: Doc, architecture: str, size: InstanceType
) -> dict[str, Any]:
    image = amis.find(instance.scope, doc["ImageId"])
    version = eks_versions.VERSIONS[image.version] if image else None
    kernel = "x86_64" if size.architecture == "x86_64" else "aarch64"
    machine = tx.rng.hex(32)
    return {
        "architecture": architecture,
        "bootID": tx.rng.uuid(),
        "containerRuntimeVersion": RUNTIME,
        "kernelVersion": f"{KERNEL}.{kernel}",
        "kubeProxyVersion": "",
        "kubeletVersion": version.git_version if version else "",
        "machineID": machine,
        "operatingSystem": "linux",
        "osImage": OS_IMAGE,
        "systemUUID": f"ec2{machine[3:8]}-{machine[8:12]}-{machine[12:16]}-{machine[16:20]}-{machine[20:]}",
    }
