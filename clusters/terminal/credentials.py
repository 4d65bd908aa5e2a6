"""Whose AWS credentials a line acts with, as the AWS CLI's own search finds them."""

from __future__ import annotations

import configparser
from collections.abc import Mapping

from clusters import callers
from clusters.callers import AccessKey
from clusters.sim.aws.iam import instance_profile, role
from clusters.sim.commands import Doc
from clusters.sim.world import Key
from clusters.terminal.files import HOME, FileError
from clusters.terminal.session import LAPTOP, Session

FILE = f"{HOME}/.aws/credentials"
INSTANCE_SECONDS = 6 * 3600.0

_instances: dict[tuple[str, str], AccessKey] = {}


def found(session: Session, variables: Mapping[str, str]) -> AccessKey | None:
    """The key of this line: variables, then the file, then where the learner stands.

    On the laptop that is the sandbox's own user, signed in as in CloudShell; on an
    instance the role of its profile, and None where it has none.
    """
    if variables.get("AWS_ACCESS_KEY_ID"):
        return AccessKey(
            variables["AWS_ACCESS_KEY_ID"],
            variables.get("AWS_SECRET_ACCESS_KEY", ""),
            variables.get("AWS_SESSION_TOKEN", ""),
        )
    filed = _filed(session, variables.get("AWS_PROFILE", "default"))
    if filed is not None:
        return filed
    if session.place == LAPTOP:
        return callers.learner_key(session.sandbox)
    return _of_instance(session)


def _filed(session: Session, profile: str) -> AccessKey | None:
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(session.files.read(FILE))
    except (FileError, configparser.Error):
        return None
    if not parser.has_option(profile, "aws_access_key_id"):
        return None
    return AccessKey(
        parser.get(profile, "aws_access_key_id"),
        parser.get(profile, "aws_secret_access_key", fallback=""),
        parser.get(profile, "aws_session_token", fallback=""),
    )


def _of_instance(session: Session) -> AccessKey | None:
    """What the instance's metadata service hands out: its role's credentials."""
    known = _instances.get((session.sandbox, session.place))
    if known is not None:
        return known
    world = session.world()
    held = instance_role(session)
    if held is None:
        return None
    account: Doc = world.find(Key("aws.Account", "", "account")) or {}
    arn = (
        f"arn:aws:sts::{account['id']}:assumed-role/{held['RoleName']}/{session.place}"
    )
    principal = f"{held['RoleId']}:{session.place}"
    made = callers.issue_session(
        session.sandbox, arn, principal, seconds=INSTANCE_SECONDS
    )
    _instances[session.sandbox, session.place] = made
    return made


def instance_role(session: Session) -> Doc | None:
    """The role of the instance profile of the instance where the learner stands."""
    world = session.world()
    account: Doc = world.find(Key("aws.Account", "", "account")) or {}
    instance: Doc = (
        world.find(Key("ec2.Instance", account["region"], session.place)) or {}
    )
    arn = instance.get("IamInstanceProfile", {}).get("Arn", "")
    profile = world.find(instance_profile.key(arn.rpartition("/")[2]))
    names = profile["Roles"] if profile else ()
    return world.find(role.key(names[0])) if names else None
