"""From a Node to the EC2 instance it runs on, and back."""

from __future__ import annotations

from collections.abc import Iterator

from clusters.sim.commands import Doc
from clusters.sim.world import Document, Key, Reader, index

LOST = "lost"
"""In a Node's hidden part: the simulated second its kubelet was last heard of."""


def instance_id(node: Doc) -> str:
    """The instance of a Node; "" before the cloud controller has named it."""
    provider: str = node["spec"].get("providerID") or ""
    hidden: str = node.get("_", {}).get("instance", "")
    return provider.rpartition("/")[2] or hidden


def cluster_key(view: Reader, cluster: str) -> Key | None:
    """The eks.Cluster whose id this is."""
    found = view.by("eks.Cluster", "id", cluster)
    return found[0][0] if found else None


def instance_key(view: Reader, cluster: str, node: Doc) -> Key | None:
    """The ec2.Instance of a Node, whether or not it is still there."""
    owner, name = cluster_key(view, cluster), instance_id(node)
    return Key("ec2.Instance", owner.scope, name) if owner and name else None


def nodes_of(view: Reader, instance: str) -> list[tuple[Key, Document]]:
    """The Nodes that an instance is."""
    return view.by("k8s.Node", "instance", instance)


def is_lost(node: Doc) -> bool:
    """Whether the control plane has lost touch with the kubelet."""
    return LOST in node.get("_", {})


def address(node: Doc, kind: str = "InternalIP") -> str:
    """An address of a Node, "" when it has none of this kind."""
    for item in node.get("status", {}).get("addresses") or ():
        if item["type"] == kind:
            return str(item["address"])
    return ""


def _instance(_key: Key, node: Doc) -> Iterator[str]:
    if instance_id(node):
        yield instance_id(node)


index("k8s.Node", "instance", _instance)
