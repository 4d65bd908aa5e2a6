"""What can be tagged, found by its ARN."""

from __future__ import annotations

import re

from clusters.sim.aws.eks.errors import BadRequestException, NotFoundException
from clusters.sim.world import Key, Reader

ARN = re.compile(r"arn:[^:]+:eks:[^:]+:\d{12}:([a-z-]+)/.+")
ARNS = {
    "cluster": ("eks.Cluster", "arn"),
    "nodegroup": ("eks.Nodegroup", "nodegroupArn"),
    "addon": ("eks.Addon", "addonArn"),
    "access-entry": ("eks.AccessEntry", "accessEntryArn"),
}
"""By the word in the ARN: the kind, and the member that holds the ARN."""


def require(view: Reader, arn: str) -> Key:
    """The thing of this ARN."""
    matched = ARN.fullmatch(arn)
    if matched is None:
        text = f"The ARN provided is not a valid Amazon EKS ARN: {arn}"
        raise BadRequestException(text)
    kind, member = ARNS.get(matched[1], ("", ""))
    for key, doc in view.list(kind) if kind else ():
        if doc[member] == arn:
            return key
    raise NotFoundException(f"Resource with ARN {arn} was not found.")
