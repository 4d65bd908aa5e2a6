"""Whose is it? One table: who owns each kind of thing in a learner's account."""

from __future__ import annotations

OWNERS = {
    "dc": "aws",
    "dc.ApiServer": "aws",
    "dc.ControlPlaneVpc": "aws",
    "dc.EtcdCluster": "aws",
    "dc.EtcdMember": "aws",
    "dc.LoadBalancer": "aws",
    "eks.Cluster": "both",
    "eks.Nodegroup": "both",
    "eks.Addon": "both",
    "eks.AccessEntry": "you",
    "eks.Update": "both",
    "ec2": "you",
    "autoscaling": "you",
    "iam": "you",
    "cloudformation": "you",
    "elb": "you",
    "k8s": "you",
    "k8s.Lease": "aws",
}
"""By kind, or by the service before the dot for all its other kinds.

`both`: AWS runs it on your order and in part inside your account, as it does with a
cluster and a managed node group.
"""

SYSTEM_NAMESPACES = ("kube-system", "kube-public", "kube-node-lease")


def owner(kind: str) -> str:
    """aws, you or both."""
    return OWNERS.get(kind) or OWNERS.get(kind.partition(".")[0], "you")
