"""A managed node group: where it is kept, what Describe shows of it."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.autoscaling import group as scaling
from clusters.sim.aws.eks import cluster as clusters
from clusters.sim.aws.eks.errors import (
    InvalidParameterException,
    ResourceInUseException,
    ResourceNotFoundException,
)
from clusters.sim.commands import Doc
from clusters.sim.world import Document, Key, Reader

KIND = "eks.Nodegroup"
ARM = "AL2023_ARM_64_STANDARD"
X86 = "AL2023_x86_64_STANDARD"
CUSTOM = "CUSTOM"
ARCHITECTURES = {X86: "x86_64", ARM: "arm64"}


def key(cluster: Key, name: str) -> Key:
    return Key(KIND, clusters.scope(cluster), name)


def require(view: Reader, cluster: Key, name: str) -> Key:
    """The node group of this name in a cluster."""
    found = key(cluster, name)
    if view.find(found) is None:
        raise ResourceNotFoundException(
            f"No node group found for name: {name}.",
            clusterName=cluster.name,
            nodegroupName=name,
        )
    return found


def require_free(view: Reader, group: Key, what: str) -> None:
    """Refuse a change while another one is under way."""
    doc = view.find(group)
    if doc is None or doc["status"] in ("ACTIVE", "DEGRADED"):
        return
    raise ResourceInUseException(
        f"Nodegroup cannot be {what} as it is currently not in Active or Degraded State",
        clusterName=clusters.of_scope(group.scope).name,
        nodegroupName=group.name,
    )


def cluster_of(group: Key) -> Key:
    return clusters.of_scope(group.scope)


def label(doc: Doc) -> str:
    """The uuid in the names of what EKS makes for the group."""
    return str(doc["_"]["uuid"])


def scaling_group(group: Key, doc: Doc) -> Key:
    """The group's Auto Scaling group."""
    region = group.scope.partition("/")[0]
    return scaling.key(region, f"eks-{group.name}-{label(doc)}")


def made_name(doc: Doc) -> str:
    """The name of the group's instance profile and launch template."""
    return f"eks-{label(doc)}"


def check_sizes(sizes: Doc, about: dict[str, str]) -> None:
    """Refuse sizes that contradict each other."""
    low, wanted, high = sizes["minSize"], sizes["desiredSize"], sizes["maxSize"]
    text = ""
    if low > wanted:
        text = f"Minimum capacity {low} can't be greater than desired size {wanted}"
    elif wanted > high:
        text = f"desired capacity {wanted} can't be greater than max size {high}"
    elif high < 1:
        text = "maxSize must be at least 1"
    if text:
        raise InvalidParameterException(text, **about)


def check_update_config(config: Doc, about: dict[str, str]) -> None:
    if "maxUnavailable" in config and "maxUnavailablePercentage" in config:
        text = (
            "Only one of maxUnavailable or maxUnavailablePercentage can be specified "
            "in the updateConfig."
        )
        raise InvalidParameterException(text, **about)


def nodes(view: Reader, group: Key, doc: Doc) -> list[tuple[Key, Document]]:
    """The Node objects of the group's live instances."""
    ids = {
        found.name for found, _ in scaling.instances(view, scaling_group(group, doc))
    }
    here = clusters.id_of(view, cluster_of(group))
    return [
        (found, node)
        for found, node in view.list("k8s.Node", here)
        if node.get("spec", {}).get("providerID", "").rpartition("/")[2] in ids
    ]


def shown(doc: Doc) -> dict[str, Any]:
    return {name: value for name, value in doc.items() if name != "_"}
