"""From an IAM or STS ARN to the Caller that the core knows."""

from __future__ import annotations

from clusters.sim.aws.iam.starters import LEARNER
from clusters.sim.commands import Caller, Doc
from clusters.sim.world import Key, World

ACCOUNT = Key("aws.Account", "", "account")


class NoSuchPrincipal(Exception):
    """The ARN's user or role is not in this account (any more)."""


def learner(world: World, source: str) -> Caller:
    """The sandbox's own user, at work on a page, in a task or in the terminal."""
    account: Doc = world.find(ACCOUNT) or {}
    arn = f"arn:aws:iam::{account['id']}:user/{LEARNER}"
    return caller_of(world, arn, region=account["region"], source=source)


def caller_of(
    world: World,
    arn: str,
    *,
    region: str,
    principal_id: str = "",
    source: str = "sdk",
) -> Caller:
    """The Caller of an ARN. Raises NoSuchPrincipal.

    `principal_id` is the unique id that a session was issued with: a role that was
    deleted and made anew is another role, and its old sessions are nobody's.
    """
    account: Doc = world.find(ACCOUNT) or {}
    parts = arn.split(":", 5)
    if parts[4] != account["id"]:
        raise NoSuchPrincipal(arn)
    unique = _unique_id(world, parts[5], account["id"])
    if principal_id and principal_id != unique:
        raise NoSuchPrincipal(arn)
    return Caller(
        account=account["id"],
        arn=arn,
        region=region,
        principal_id=unique,
        source=source,
    )


def _unique_id(world: World, resource: str, account: str) -> str:
    kind, _, path = resource.partition("/")
    name = path.rpartition("/")[2]
    if kind == "root":
        return account
    if kind == "user":
        found = world.find(Key("iam.User", "", name))
        if found is not None:
            return str(found["UserId"])
    if kind == "assumed-role":
        role_name, _, session = path.partition("/")
        found = world.find(Key("iam.Role", "", role_name))
        if found is not None:
            return f"{found['RoleId']}:{session}"
    raise NoSuchPrincipal(resource)
