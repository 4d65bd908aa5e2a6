"""From an authenticated caller to the policies that speak for it."""

from __future__ import annotations

from clusters.sim.aws.iam import policy
from clusters.sim.commands import Caller, Doc
from clusters.sim.world import Document, Key, Reader


def is_root(caller: Caller) -> bool:
    return caller.arn == f"arn:aws:iam::{caller.account}:root"


def entity(view: Reader, caller: Caller) -> Document | None:
    """The user or role document behind a caller's ARN."""
    _, _, service, _, account, resource = caller.arn.split(":", 5)
    kind, *path = resource.split("/")
    if account != caller.account or not path:
        return None
    if service == "iam" and kind == "user":
        return view.find(Key("iam.User", "", path[-1]))
    if service == "sts" and kind == "assumed-role":
        return view.find(Key("iam.Role", "", path[0]))
    return None


def policies(view: Reader, entity: Doc) -> list[Doc]:
    """All policy documents attached to a user or role, and those written into it."""
    found = (policy.document(view, arn) for arn in entity["AttachedPolicies"])
    return [doc for doc in found if doc is not None] + list(entity["Policies"].values())


def boundary(view: Reader, entity: Doc) -> Doc | None:
    """The policy that bounds what the others may allow."""
    named = entity.get("PermissionsBoundary")
    if named is None:
        return None
    nothing: Doc = {"Statement": []}
    return policy.document(view, named["PermissionsBoundaryArn"]) or nothing


def context(caller: Caller) -> dict[str, list[str]]:
    """The condition keys that say who calls, from where."""
    found = {
        "aws:principalarn": [iam_arn(caller.arn)],
        "aws:principalaccount": [caller.account],
        "aws:resourceaccount": [caller.account],
        "aws:userid": [caller.principal_id],
        "aws:requestedregion": [caller.region],
    }
    if ":user/" in caller.arn:
        found["aws:username"] = [caller.arn.rpartition("/")[2]]
    return found


def iam_arn(arn: str) -> str:
    """An assumed role's ARN without its session: the role's, as far as that says."""
    parts = arn.split(":", 5)
    if parts[2] != "sts":
        return arn
    _, name, *_ = parts[5].split("/")
    return f"arn:aws:iam::{parts[4]}:role/{name}"
