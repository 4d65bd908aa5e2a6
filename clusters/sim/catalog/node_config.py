"""NodeConfig: what a node's user data tells nodeadm about the cluster to join."""

from __future__ import annotations

import email
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import yaml

from clusters.sim import safe_yaml

MIME_TYPE = "application/node.eks.aws"
API_GROUP = "node.eks.aws/"
BOUNDARY = "//"


class NodeConfig(NamedTuple):
    """The parts of a NodeConfig that decide what becomes of the node."""

    cluster: str
    endpoint: str
    kubelet: Mapping[str, Any]
    flags: tuple[str, ...]

    @property
    def labels(self) -> dict[str, str]:
        """From `--node-labels=a=b,c=d`."""
        found: dict[str, str] = {}
        for flag in self.flags:
            name, _, value = flag.partition("=")
            if name.lstrip("-") == "node-labels":
                pairs = (pair.partition("=") for pair in value.split(",") if pair)
                found.update({key: text for key, _, text in pairs})
        return found

    @property
    def taints(self) -> list[dict[str, str]]:
        """Those that the kubelet registers its Node with."""
        found = self.kubelet.get("registerWithTaints") or []
        return [
            {
                name: str(taint[name])
                for name in ("key", "value", "effect")
                if taint.get(name)
            }
            for taint in found
            if isinstance(taint, dict)
        ]


def parsed(user_data: str) -> NodeConfig | None:
    """What user data says to nodeadm; None when it says nothing to it.

    Several NodeConfigs are laid over each other, the later ones on top.
    """
    merged: dict[str, Any] = {}
    for document in _documents(user_data):
        merged = _laid_over(merged, document.get("spec") or {})
    if not merged:
        return None
    cluster, kubelet = merged.get("cluster") or {}, merged.get("kubelet") or {}
    return NodeConfig(
        cluster=str(cluster.get("name") or ""),
        endpoint=str(cluster.get("apiServerEndpoint") or ""),
        kubelet=kubelet.get("config") or {},
        flags=tuple(str(flag) for flag in kubelet.get("flags") or ()),
    )


def written(
    cluster: Mapping[str, str], kubelet: Mapping[str, Any], flags: Sequence[str]
) -> str:
    """User data with one NodeConfig in it, as managed node groups have it."""
    body = {
        "apiVersion": "node.eks.aws/v1alpha1",
        "kind": "NodeConfig",
        "spec": {
            "cluster": dict(cluster),
            "kubelet": {"config": dict(kubelet), "flags": list(flags)},
        },
    }
    return "\n".join(
        [
            "MIME-Version: 1.0",
            f'Content-Type: multipart/mixed; boundary="{BOUNDARY}"',
            "",
            f"--{BOUNDARY}",
            f"Content-Type: {MIME_TYPE}",
            "",
            "---",
            yaml.dump(body, sort_keys=False),
            f"--{BOUNDARY}--",
            "",
        ]
    )


def _documents(user_data: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for text in _parts(user_data):
        try:
            documents = safe_yaml.load_all(text)
        except yaml.YAMLError:
            continue
        found += [
            document
            for document in documents
            if isinstance(document, dict)
            and str(document.get("apiVersion", "")).startswith(API_GROUP)
            and isinstance(document.get("spec"), dict)
        ]
    return found


def _parts(user_data: str) -> list[str]:
    """The MIME parts that are for nodeadm, or the whole when it is not MIME."""
    if "MIME-Version:" not in user_data and "Content-Type: multipart" not in user_data:
        return [user_data]
    message = email.message_from_string(user_data.lstrip())
    return [
        str(part.get_payload())
        for part in message.walk()
        if part.get_content_type() == MIME_TYPE
    ]


def _laid_over(below: dict[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for name, value in above.items():
        old = merged.get(name)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[name] = _laid_over(old, value)
        else:
            merged[name] = value
    return merged
