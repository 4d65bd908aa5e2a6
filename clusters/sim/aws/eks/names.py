"""What names of clusters and node groups EKS takes."""

from __future__ import annotations

import re

from clusters.sim.aws.eks.errors import InvalidParameterException

CLUSTER = re.compile(r"[0-9A-Za-z][A-Za-z0-9_-]{0,99}")
NODEGROUP = re.compile(r"[0-9A-Za-z][A-Za-z0-9_-]{0,62}")
TAGS = 50


def check_cluster(name: str) -> None:
    if not CLUSTER.fullmatch(name):
        text = (
            "The cluster name can contain only alphanumeric characters (case-sensitive), "
            "hyphens, and underscores. It must start with an alphanumeric character and "
            "can't be longer than 100 characters."
        )
        raise InvalidParameterException(text, clusterName=name)


def check_nodegroup(name: str, cluster: str) -> None:
    if not NODEGROUP.fullmatch(name):
        text = (
            "The node group name can't be longer than 63 characters. It must start with "
            "letter or digit, but can also include hyphens and underscores for the "
            "remaining characters."
        )
        raise InvalidParameterException(text, clusterName=cluster, nodegroupName=name)


def check_tags(tags: dict[str, str]) -> None:
    """Refuse tags that EKS reserves, or too many of them."""
    if len(tags) > TAGS:
        text = f"Number of tags exceeds the maximum of {TAGS}."
        raise InvalidParameterException(text)
    for key in tags:
        if key.lower().startswith("aws:"):
            text = f"Tag keys must not begin with aws: ({key})."
            raise InvalidParameterException(text)
