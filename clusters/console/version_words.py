"""Kubernetes versions on EKS in words: support, skew, and the steps of an update."""

from __future__ import annotations

from typing import Any

from clusters.sim.catalog import eks_versions
from clusters.sim.commands import Doc
from clusters.sim.world import World

SUPPORT = {
    "STANDARD_SUPPORT": ("ok", "Standard support"),
    "EXTENDED_SUPPORT": ("warn", "Extended support"),
    "UNSUPPORTED": ("bad", "Not supported"),
}
MOST_SKEW = 3
"""Minors that a kubelet may be behind its API server (Kubernetes version skew policy)."""
STEPS = (
    (
        "you",
        "Look for what goes",
        "Find API versions that the next minor removes, and charts and clients that use them. EKS upgrade insights name them.",
    ),
    (
        "you",
        "Bring the nodes near",
        "Kubelets may be three minors behind and never ahead. EKS refuses the update when the next minor would pass that.",
    ),
    (
        "you",
        "Order one minor",
        "aws eks update-cluster-version. One minor at a time. For the nodes and add-ons it changes nothing yet.",
    ),
    (
        "aws",
        "Replace the control plane",
        "New API servers of the new version come in one by one, the old go when the new are healthy. The endpoint stays; watches break and connect anew. About 10 minutes, and if a new server fails, AWS goes back by itself.",
    ),
    (
        "shared",
        "Update the add-ons",
        "AWS names versions that fit and applies EKS add-ons when you say so. Self-managed ones you apply yourself.",
    ),
    (
        "you",
        "Replace the nodes",
        "For a managed node group you order, EKS launches new ones, drains and ends the old. Self-managed nodes you replace yourself. PodDisruptionBudgets hold in both.",
    ),
    (
        "you",
        "Update your clients",
        "kubectl may be one minor away from the API server.",
    ),
)


def calendar(current: str) -> list[dict[str, Any]]:
    """Every version that is known, newest first, with its dates."""
    return [
        {
            "minor": version.minor,
            "released": version.released,
            "standard": version.standard_until,
            "extended": version.extended_until,
            "support": _support(version),
            "current": version.minor == current,
        }
        for version in eks_versions.VERSIONS.values()
    ]


def _support(version: eks_versions.Version) -> dict[str, str]:
    if version.released > eks_versions.AS_OF:
        return {"tone": "off", "text": "Not released yet"}
    tone, text = SUPPORT[version.support()]
    return {"tone": tone, "text": text}


def next_minor(current: str) -> str:
    """The version after this one, if EKS offers it."""
    major, _, minor = current.partition(".")
    following = f"{major}.{int(minor) + 1}"
    return following if eks_versions.find(following) else ""


def skews(world: World, cluster: Doc) -> list[dict[str, Any]]:
    """How many minors each kubelet version is behind the API server, and on how many nodes."""
    counts: dict[str, int] = {}
    for _, node in world.list("k8s.Node", cluster["_"]["id"]):
        version = node.get("status", {}).get("nodeInfo", {}).get("kubeletVersion", "")
        counts[version] = counts.get(version, 0) + 1
    return [
        {"kubelet": kubelet, "nodes": number, **_skew(cluster["version"], kubelet)}
        for kubelet, number in sorted(counts.items())
    ]


def _skew(server: str, kubelet: str) -> dict[str, str]:
    behind = _minor(server) - _minor(kubelet)
    if not kubelet:
        return {"tone": "wait", "words": "The kubelet has not told its version yet"}
    if behind < 0:
        return {"tone": "bad", "words": "Ahead of the API server: not supported"}
    if behind > MOST_SKEW:
        return {"tone": "bad", "words": f"{behind} minors behind: not supported"}
    if behind == MOST_SKEW:
        words = "3 minors behind: update the nodes before the cluster"
        return {"tone": "warn", "words": words}
    words = "The same minor" if not behind else f"{behind} behind, 3 are allowed"
    return {"tone": "ok", "words": words}


def _minor(version: str) -> int:
    parts = version.removeprefix("v").split(".")
    return int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 0
