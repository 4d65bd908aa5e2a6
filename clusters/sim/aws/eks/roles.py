"""The roles that a request names: they exist, trust the service, may do their work."""

from __future__ import annotations

import re

from clusters.sim.aws.eks.errors import InvalidParameterException
from clusters.sim.aws.iam import role
from clusters.sim.world import Document, Reader

ROLE_ARN = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:role/([\w+=,.@-]+/)*[\w+=,.@-]+")
SERVICE = "eks.amazonaws.com"
NODE_SERVICE = "ec2.amazonaws.com"
CLUSTER_POLICY = "AmazonEKSClusterPolicy"


def usable(view: Reader, arn: str) -> Document | None:
    """The cluster role, when EKS can assume it."""
    doc = role.by_arn(view, arn)
    return doc if doc is not None and role.trusts(doc, SERVICE) else None


def check_cluster_role(view: Reader, arn: str, cluster: str) -> None:
    """Refuse a cluster role that EKS cannot work with."""
    if not ROLE_ARN.fullmatch(arn):
        text = f"Invalid Role Arn: '{arn}'"
        raise InvalidParameterException(text, clusterName=cluster)
    doc = usable(view, arn)
    if doc is None:
        text = (
            f"Role with arn: {arn}, could not be assumed because it does not exist "
            "or the trusted entity is not correct"
        )
        raise InvalidParameterException(text, clusterName=cluster)
    if not role.has_policy(doc, CLUSTER_POLICY):
        text = (
            "The provided role doesn't have the Amazon EKS Managed Policies associated "
            "with it. Please ensure the following policy is attached: "
            f"arn:aws:iam::aws:policy/{CLUSTER_POLICY}"
        )
        raise InvalidParameterException(text, clusterName=cluster)


def check_node_role(view: Reader, arn: str, cluster: str, group: str) -> None:
    """Refuse a node role that instances cannot carry."""
    about = {"clusterName": cluster, "nodegroupName": group}
    if not ROLE_ARN.fullmatch(arn):
        raise InvalidParameterException(f"Invalid Role Arn: '{arn}'", **about)
    doc = role.by_arn(view, arn)
    if doc is None:
        text = f"The role with name {arn.rpartition('/')[2]} cannot be found."
        raise InvalidParameterException(text, **about)
    if not role.trusts(doc, NODE_SERVICE):
        text = (
            f"Following required service principals [{NODE_SERVICE}] were not found in "
            f"the trust relationships of nodeRole {arn}"
        )
        raise InvalidParameterException(text, **about)
