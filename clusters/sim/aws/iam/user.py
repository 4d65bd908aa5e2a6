"""The noun: an IAM user."""

from __future__ import annotations

from clusters.sim.aws.iam.errors import NoSuchEntity
from clusters.sim.tx import Tx
from clusters.sim.world import Key

KIND = "iam.User"


def key(name: str) -> Key:
    return Key(KIND, "", name)


def require(tx: Tx, name: str) -> Key:
    """The key of a user that must be there."""
    found = key(name)
    if tx.find(found) is None:
        raise NoSuchEntity(f"The user with name {name} cannot be found.")
    return found
