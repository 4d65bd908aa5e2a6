"""The add-ons EKS installs by default: versions by Kubernetes minor, and manifests.

Versions from the EKS user guide's add-on pages and `describe-addon-versions`, seen
2026-07-14; the manifests follow those that EKS applies.
"""

from __future__ import annotations

import functools
from importlib import resources
from string import Template
from typing import Any, NamedTuple

import yaml

SOURCE = "https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html"
REGISTRY = "602401143452.dkr.ecr.{region}.amazonaws.com"
NETWORK_POLICY_AGENT = "v1.3.3-eksbuild.1"
DEFAULT = ("vpc-cni", "kube-proxy", "coredns")
"""Installed into every new cluster, in this order, unless it is refused."""

_KUBE_PROXY = {
    "1.30": "v1.30.14-eksbuild.28",
    "1.31": "v1.31.14-eksbuild.15",
    "1.32": "v1.32.13-eksbuild.8",
    "1.33": "v1.33.13-eksbuild.3",
    "1.34": "v1.34.9-eksbuild.3",
    "1.35": "v1.35.6-eksbuild.3",
}
_COREDNS = {
    "1.30": "v1.11.4-eksbuild.33",
    "1.31": "v1.11.4-eksbuild.48",
    "1.32": "v1.11.4-eksbuild.48",
    "1.33": "v1.13.2-eksbuild.19",
    "1.34": "v1.13.2-eksbuild.19",
    "1.35": "v1.14.3-eksbuild.11",
}
_VPC_CNI = dict.fromkeys(_COREDNS, "v1.23.0-eksbuild.1")


class Addon(NamedTuple):
    """What the catalogue says of an add-on; `workload` is what makes it healthy."""

    name: str
    type: str
    versions: dict[str, str]
    workload: tuple[str, str]


ADDONS = {
    "vpc-cni": Addon("vpc-cni", "networking", _VPC_CNI, ("DaemonSet", "aws-node")),
    "kube-proxy": Addon(
        "kube-proxy", "networking", _KUBE_PROXY, ("DaemonSet", "kube-proxy")
    ),
    "coredns": Addon("coredns", "networking", _COREDNS, ("Deployment", "coredns")),
}


def manifests(name: str, minor: str, settings: dict[str, str]) -> list[dict[str, Any]]:
    """The Kubernetes objects of an add-on. Settings: region, cluster, vpc, dns, endpoint."""
    build = ADDONS[name].versions[minor]
    words = settings | {
        "registry": REGISTRY.format(region=settings["region"]),
        "build": build,
        "version": build.partition("-")[0],
        "image": build.replace("-eksbuild", "-minimal-eksbuild"),
        "agent": NETWORK_POLICY_AGENT,
    }
    return [_filled_in(body, words) for body in _templates(name)]


@functools.cache
def _templates(name: str) -> list[Any]:
    folder = resources.files("clusters.sim.catalog") / "manifests"
    text = (folder / f"{name}.yaml").read_text("utf-8")
    return list(yaml.load_all(text, Loader=yaml.CSafeLoader))


def _filled_in(value: Any, words: dict[str, str]) -> Any:
    """A copy with the words for `${name}` put in."""
    if isinstance(value, dict):
        return {key: _filled_in(below, words) for key, below in value.items()}
    if isinstance(value, list):
        return [_filled_in(below, words) for below in value]
    if isinstance(value, str) and "$" in value:
        return Template(value).substitute(words)
    return value
