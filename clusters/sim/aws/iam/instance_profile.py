"""The noun: an instance profile, which carries a role into EC2 instances."""

from __future__ import annotations

from typing import Any

from clusters.sim.aws.iam import role
from clusters.sim.aws.iam.errors import NoSuchEntity
from clusters.sim.commands import Doc
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, index

KIND = "iam.InstanceProfile"

index(KIND, "role", lambda _, doc: doc["Roles"])


def key(name: str) -> Key:
    return Key(KIND, "", name)


def require(tx: Tx, name: str) -> Key:
    """The key of an instance profile that must be there."""
    found = key(name)
    if tx.find(found) is None:
        raise NoSuchEntity(f"Instance Profile {name} cannot be found.")
    return found


def holding(tx: Tx, role_name: str) -> list[Document]:
    """The instance profiles that a role is in."""
    return [doc for _, doc in tx.by(KIND, "role", role_name)]


def shown(tx: Tx, profile: Doc) -> dict[str, Any]:
    """The profile as the API shows it, its roles written out."""
    roles = (tx.find(role.key(name)) for name in profile["Roles"])
    return {**profile, "Roles": [role.shown(doc) for doc in roles if doc is not None]}
