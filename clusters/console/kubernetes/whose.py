"""Whose is an object of the API: AWS's system, yours, or both."""

from __future__ import annotations

from clusters.live.words import OWNER, PAINT
from clusters.sim.commands import Doc
from clusters.sim.datacenter.owners import SYSTEM_NAMESPACES, owner
from clusters.sim.kube.kind import namespace_of
from clusters.sim.world import Key

PREFIXES = ("system:", "eks:", "eks-", "system-", "aws-node", "extension-apiserver-")
"""What names of cluster-wide objects begin with that come with the cluster."""
EVERYWHERE = {
    ("k8s.ConfigMap", "kube-root-ca.crt"),
    ("k8s.ServiceAccount", "default"),
    ("k8s.Service", "kubernetes"),
    ("k8s.Endpoints", "kubernetes"),
    ("k8s.EndpointSlice", "kubernetes"),
}
"""What the control plane puts into namespaces by itself."""
BOOTSTRAP = "kubernetes.io/bootstrapping"
ADD_ONS = ("aws-node", "kube-proxy", "coredns", "kube-dns", "eks-pod-identity-agent")


def of(key: Key, doc: Doc) -> dict[str, str]:
    """The owner as CSS and as a word."""
    word = _owner(key, doc)
    return {"paint": PAINT[word], "word": OWNER[word]}


def _owner(key: Key, doc: Doc) -> str:
    namespace = namespace_of(key)
    if key.kind == "k8s.Namespace":
        return "aws" if key.name in SYSTEM_NAMESPACES else "you"
    if (key.kind, key.name) in EVERYWHERE:
        return "aws"
    if namespace in SYSTEM_NAMESPACES:
        # Add-ons are AWS's software, but they run on your nodes and you update them.
        add_on = key.name.startswith(ADD_ONS) and key.kind != "k8s.Lease"
        return "both" if add_on else "aws"
    if namespace:
        return owner(key.kind)
    labels = doc["metadata"].get("labels") or {}
    if BOOTSTRAP in labels or key.name.startswith(PREFIXES):
        return "aws"
    return owner(key.kind)
