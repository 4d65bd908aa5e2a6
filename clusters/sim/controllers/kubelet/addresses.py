"""The addresses that a node's interfaces hold for Pods, and which are free."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.kube.workloads import machines, pods
from clusters.sim.world import Document, Key, Reader

DAEMON = "aws-node"


def cni_key(node: Key) -> Key:
    """What the VPC CNI's daemon remembers of its node."""
    return Key("cni.Node", node.scope, node.name)


def daemon(view: Reader, cluster: str, node: str) -> tuple[Key, Document] | None:
    """The VPC CNI's Pod at work on a node."""
    for key, pod in pods.on_node(view, cluster, node):
        if is_daemon(key, pod) and pod.get("status", {}).get("phase") == "Running":
            return key, pod
    return None


def is_daemon(key: Key, pod: Doc) -> bool:
    labels = pod["metadata"].get("labels") or {}
    return labels.get("k8s-app") == DAEMON and key.scope.endswith("/kube-system")


def cards(view: Reader, node: Doc) -> list[tuple[Key, Document]]:
    """The node's interfaces, the primary one first."""
    found = view.by("ec2.NetworkInterface", "instance", machines.instance_id(node))
    return sorted(found, key=lambda item: int(item[1]["Attachment"]["DeviceIndex"]))


def secondary(card: Doc) -> list[str]:
    """The addresses of an interface that are for Pods."""
    every = card["PrivateIpAddresses"]
    return [item["PrivateIpAddress"] for item in every if not item["Primary"]]


def free(view: Reader, cluster: str, node: Document) -> list[str]:
    """The addresses for Pods that no Pod has."""
    here = pods.on_node(view, cluster, node["metadata"]["name"])
    taken = {
        pod.get("status", {}).get("podIP") for _, pod in here if not pods.finished(pod)
    }
    held = [address for _, card in cards(view, node) for address in secondary(card)]
    return [address for address in held if address not in taken]
