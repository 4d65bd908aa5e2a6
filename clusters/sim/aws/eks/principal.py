"""IAM principals as EKS keeps them: their ARN, and the id that outlives no one."""

from __future__ import annotations

from clusters.sim.aws.iam import role
from clusters.sim.catalog import arns
from clusters.sim.commands import Caller
from clusters.sim.world import Document, Key, Reader


def of_caller(caller: Caller) -> dict[str, str]:
    """The user or role behind a call; a session belongs to its role."""
    return {
        "arn": arns.principal(caller.arn).arn,
        "id": caller.principal_id.partition(":")[0],
    }


def find(view: Reader, arn: str) -> Document | None:
    """The user or role that an ARN names, if it is there."""
    kind, _, path = arn.rpartition(":")[2].partition("/")
    if kind == "role":
        return role.by_arn(view, arn)
    if kind == "user":
        doc = view.find(Key("iam.User", "", path.rpartition("/")[2]))
        return doc if doc is not None and doc["Arn"] == arn else None
    return None


def id_of(doc: Document) -> str:
    """A user's AIDA… or a role's AROA…"""
    return str(doc.get("RoleId") or doc.get("UserId"))
