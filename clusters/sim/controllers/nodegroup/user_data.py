"""The user data of a managed node group's instances."""

from __future__ import annotations

import ipaddress
from typing import Any

from clusters.sim.aws.eks import cluster, nodegroup
from clusters.sim.catalog import instance_types, node_config
from clusters.sim.commands import Doc
from clusters.sim.tx import Tx
from clusters.sim.world import Key

DNS = 10
EFFECTS = {
    "NO_SCHEDULE": "NoSchedule",
    "NO_EXECUTE": "NoExecute",
    "PREFER_NO_SCHEDULE": "PreferNoSchedule",
}
"""How the API of EKS spells the effects of taints."""


def text(tx: Tx, key: Key, image_id: str, instance_type: str) -> str:
    """What nodeadm needs to join this group's cluster."""
    doc, here = tx.need(key), nodegroup.cluster_of(key)
    owner = tx.need(here)
    services = owner["kubernetesNetworkConfig"]["serviceIpv4Cidr"]
    labels = {
        **doc["labels"],
        "eks.amazonaws.com/capacityType": doc["capacityType"],
        "eks.amazonaws.com/nodegroup": key.name,
        "eks.amazonaws.com/nodegroup-image": image_id,
    }
    if doc.get("launchTemplate"):
        labels["eks.amazonaws.com/sourceLaunchTemplateId"] = doc["launchTemplate"]["id"]
        labels["eks.amazonaws.com/sourceLaunchTemplateVersion"] = doc["launchTemplate"][
            "version"
        ]
    kubelet: dict[str, Any] = {
        "maxPods": instance_types.TYPES[instance_type].max_pods,
        "clusterDNS": [str(ipaddress.IPv4Network(services)[DNS])],
    }
    if doc.get("taints"):
        kubelet["registerWithTaints"] = taints(doc)
    named = ",".join(f"{name}={value}" for name, value in sorted(labels.items()))
    return node_config.written(
        {
            "name": here.name,
            "apiServerEndpoint": cluster.endpoint(here, owner, tx.site),
            "certificateAuthority": tx.site.ca,
            "cidr": services,
        },
        kubelet,
        [f"--node-labels={named}"],
    )


def taints(doc: Doc) -> list[dict[str, Any]]:
    """The group's taints in the spelling of Kubernetes."""
    return [
        {
            "key": taint["key"],
            **({"value": taint["value"]} if taint.get("value") else {}),
            "effect": EFFECTS[taint["effect"]],
        }
        for taint in doc.get("taints", ())
    ]


def joined(theirs: str, ours: str) -> str:
    """The learner's own MIME user data with EKS's part before its end."""
    end = f"--{node_config.BOUNDARY}--"
    if "Content-Type: multipart" not in theirs or end not in theirs:
        return ours
    part = ours[ours.index(f"--{node_config.BOUNDARY}\n") :]
    return theirs[: theirs.rindex(end)] + part
