"""The noun: managed policies, AWS's own and the account's."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.iam.errors import InvalidInput, NoSuchEntity
from clusters.sim.catalog import managed_policies
from clusters.sim.catalog.managed_policies import ManagedPolicy
from clusters.sim.commands import Doc
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

KIND = "iam.Policy"
FIRST_VERSION = "v1"
AWS_SINCE = 1511913600.0
"""2017-11-29, the day EKS was announced: AWS's policies are as old as that."""


def key(name: str) -> Key:
    return Key(KIND, "", name)


def arn(account: str, path: str, name: str) -> str:
    return f"arn:aws:iam::{account}:policy{path}{name}"


def missing(arn: str) -> NoSuchEntity:
    return NoSuchEntity(f"Policy {arn} does not exist or is not attachable.")


def own(view: Reader, arn: str) -> Document | None:
    """The account's own policy of this ARN."""
    doc = view.find(key(arn.rpartition("/")[2]))
    return doc if doc is not None and doc["Arn"] == arn else None


def require_own(tx: Tx, arn: str) -> Key:
    """The key of a policy of the account's, to be changed or deleted."""
    if arn in managed_policies.POLICIES:
        raise InvalidInput("Cannot perform the operation on a policy managed by AWS.")
    doc = own(tx, arn)
    if doc is None:
        raise NoSuchEntity(f"Policy {arn} was not found.")
    return key(doc["PolicyName"])


def document(view: Reader, arn: str) -> Doc | None:
    """What the default version of a managed policy says."""
    managed = managed_policies.POLICIES.get(arn)
    if managed is not None:
        return managed.document
    doc = own(view, arn)
    return None if doc is None else doc["_"]["document"]


def name(arn: str) -> str:
    return arn.rpartition("/")[2]


def path(arn: str) -> str:
    """The path in a policy's ARN: `/` for most."""
    return arn.partition(":policy")[2].rpartition("/")[0] + "/"


def attached(tx: Tx, arn: str) -> int:
    """To how many roles and users a policy is attached."""
    kinds = ("iam.Role", "iam.User")
    return sum(
        arn in doc["AttachedPolicies"] for kind in kinds for _, doc in tx.list(kind)
    )


def require_shown(tx: Tx, arn: str) -> dict[str, Any]:
    """A policy as the API shows it, whosever it is."""
    managed = managed_policies.POLICIES.get(arn)
    if managed is not None:
        return shown_managed(tx, managed)
    return shown(tx, tx.need(require_own(tx, arn)))


def shown(tx: Tx, doc: Doc) -> dict[str, Any]:
    return {**doc, "AttachmentCount": attached(tx, doc["Arn"])}


def shown_managed(tx: Tx, managed: ManagedPolicy) -> dict[str, Any]:
    unique = managed.name.upper().replace("_", "").ljust(17, "A")[:17]
    return {
        "PolicyName": managed.name,
        "PolicyId": f"ANPA{unique}",
        "Arn": managed.arn,
        "Path": managed.path,
        "DefaultVersionId": FIRST_VERSION,
        "AttachmentCount": attached(tx, managed.arn),
        "PermissionsBoundaryUsageCount": 0,
        "IsAttachable": True,
        "Description": managed.description,
        "CreateDate": AWS_SINCE,
        "UpdateDate": AWS_SINCE,
        "Tags": [],
    }
