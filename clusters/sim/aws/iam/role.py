"""The noun: an IAM role, its trust policy and its permissions."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from clusters.sim.aws.iam import policy
from clusters.sim.aws.iam.conditions import listed
from clusters.sim.aws.iam.errors import NoSuchEntity, UnmodifiableEntity
from clusters.sim.aws.iam.statements import in_document, names_action
from clusters.sim.commands import Doc
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader, index

KIND = "iam.Role"
DEFAULT_SESSION = 3600
TRUST_SIZE = 2048
"""Characters of a trust policy, blanks not counted."""

index(KIND, "arn", lambda _, doc: (doc["Arn"],))


def key(name: str) -> Key:
    return Key(KIND, "", name)


def require(tx: Tx, name: str) -> Key:
    """The key of a role that must be there."""
    found = key(name)
    if tx.find(found) is None:
        raise NoSuchEntity(f"The role with name {name} cannot be found.")
    return found


def require_changeable(tx: Tx, name: str) -> Key:
    """The key of a role that its account may change."""
    found = require(tx, name)
    if tx.need(found)["Path"].startswith("/aws-service-role/"):
        raise UnmodifiableEntity(
            f"Cannot perform the operation on the protected role '{name}' - "
            "this role is only modifiable by AWS"
        )
    return found


def require_inline(role: Doc, name: str) -> Doc:
    """The policy of this name that is written into a role."""
    found: Doc | None = role["Policies"].get(name)
    if found is None:
        raise NoSuchEntity(f"The role policy with name {name} cannot be found.")
    return found


def boundary(tx: Tx, arn: str) -> dict[str, str]:
    """A permissions boundary, when its policy is there."""
    if policy.document(tx, arn) is None:
        raise NoSuchEntity(f"Scope ARN: {arn} does not exist or is not attachable.")
    return {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn}


def by_arn(view: Reader, arn: str) -> Document | None:
    """The role of this ARN, path included."""
    for _, doc in view.by(KIND, "arn", arn):
        return doc
    return None


def arn(account: str, path: str, name: str) -> str:
    return f"arn:aws:iam::{account}:role{path}{name}"


def trusts(role: Doc, service: str, action: str = "sts:AssumeRole") -> bool:
    """Whether the trust policy lets an AWS service assume the role."""
    allowed = False
    for statement in in_document(role["AssumeRolePolicyDocument"]):
        named = service in principals(statement, "Service")
        if named and names_action(statement, action):
            if statement["Effect"] == "Deny":
                return False
            allowed = True
    return allowed


def principals(statement: Doc, kind: str) -> list[str]:
    """Who a trust statement names as principals of a kind: Service, AWS, Federated."""
    principal: Any = statement.get("Principal", {})
    if principal == "*":
        return ["*"]
    return listed(principal.get(kind, []))


def has_policy(role: Doc, name: str) -> bool:
    """Whether a managed policy of this name is attached."""
    return any(attached.endswith(f"/{name}") for attached in role["AttachedPolicies"])


def shown(role: Doc) -> dict[str, Any]:
    """The role as the API shows it: the trust policy as URL-encoded JSON."""
    trust = encoded(role["AssumeRolePolicyDocument"])
    found = {**role, "AssumeRolePolicyDocument": trust}
    return found if role["Tags"] else {k: v for k, v in found.items() if k != "Tags"}


def encoded(document: Doc) -> str:
    """A policy document as IAM's answers carry it (RFC 3986)."""
    return quote(json.dumps(document), safe="")
