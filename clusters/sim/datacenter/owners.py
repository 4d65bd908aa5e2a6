"""Whose is it? One table for kinds of things, and for objects: who made them."""

from __future__ import annotations

from clusters.sim.commands import Doc
from clusters.sim.world import Key, Reader

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
MADE_EVERYWHERE = {
    ("k8s.ConfigMap", "kube-root-ca.crt"),
    ("k8s.ServiceAccount", "default"),
    ("k8s.Endpoints", "kubernetes"),
    ("k8s.EndpointSlice", "kubernetes"),
}
"""What the control plane keeps in namespaces by itself, and makes again."""
DEEPEST = 4
"""A Pod's ReplicaSet's Deployment, and one to spare."""


def owner(kind: str) -> str:
    """aws, you or both."""
    return OWNERS.get(kind) or OWNERS.get(kind.partition(".")[0], "you")


def of_object(view: Reader, key: Key, doc: Doc) -> str:
    """Whose an object of a cluster is: that of whoever made it, or made it for.

    An add-on's objects are of both: AWS's software, which runs on your nodes and which
    you update. So are the Pods made for them. Where an object lies, and what it is
    called, makes it nobody's.
    """
    for _ in range(DEEPEST):
        found = _made_by_aws(view, key, doc)
        made_for = None if found else _made_for(view, key, doc)
        if made_for is None:
            return found or owner(key.kind)
        key, doc = made_for
    return owner(key.kind)


def _made_by_aws(view: Reader, key: Key, doc: Doc) -> str:
    """The owner of what AWS made by itself; "" for all else."""
    noted = doc.get("_", {}).get("owner", "")
    if key.kind == "k8s.Namespace":
        return "aws" if key.name in SYSTEM_NAMESPACES else "you"
    if noted or not key.kind.startswith("k8s."):
        return str(noted)
    by_itself = (key.kind, key.name) in MADE_EVERYWHERE or view.is_base(key)
    return "aws" if by_itself else ""


def _made_for(view: Reader, key: Key, doc: Doc) -> tuple[Key, Doc] | None:
    """The object that an object was made for, while that is there."""
    if key.kind == "k8s.Event":
        return _found(view, key, doc.get("involvedObject") or doc.get("regarding"))
    if key.kind == "k8s.Endpoints":
        return _found(view, key, {"kind": "Service", "name": key.name})
    named = doc.get("metadata", {}).get("ownerReferences") or ()
    return next((o for one in named if (o := _found(view, key, one))), None)


def _found(view: Reader, key: Key, named: Doc | None) -> tuple[Key, Doc] | None:
    if not named:
        return None
    cluster = key.scope.partition("/")[0]
    for scope in (key.scope, cluster):
        at = Key(f"k8s.{named['kind']}", scope, named["name"])
        doc = view.find(at)
        if doc is not None and at != key:
            return at, doc
    return None
