"""AWS access keys: issuing them, and from a signature's key to its Caller."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from clusters import runtime, secrets_at_rest
from clusters.callers import grants
from clusters.callers.principals import NoSuchPrincipal, caller_of
from clusters.callers.wall import now
from clusters.models import Grant, Sandbox
from clusters.runtime.fresh import Gone
from clusters.sim.aws.iam.starters import LEARNER
from clusters.sim.commands import Caller

KIND = "aws-key"
BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
MOST_SESSIONS = 500
"""Temporary credentials a sandbox may have at once; the oldest give way."""


class UnknownKey(Exception):
    """No such access key, or its session token is another's."""


class ExpiredKey(Exception):
    """Temporary credentials past their time."""


@dataclass(frozen=True)
class AccessKey:
    """What a client needs to sign. A session's has a token and an end."""

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str = field(default="", repr=False)
    expires_at: float | None = None


class Signer(NamedTuple):
    """Whose key it is, and what signed with it must have been signed with."""

    sandbox: str
    caller: Caller
    secret: str


def learner_key(sandbox_id: str) -> AccessKey:
    """The long-lived key of the sandbox's own user, made when first asked for."""
    row = (
        Grant.objects.filter(
            kind=KIND, sandbox_id=sandbox_id, expires_at=None, role="owner"
        )
        .order_by("created_at")
        .first()
    )
    if row is not None:
        return AccessKey(row.key, secrets_at_rest.opened(row.secret))
    account = Sandbox.objects.get(id=sandbox_id).account
    made = AccessKey("AKIA" + _letters(16, BASE32), _letters(40, BASE64))
    _store(sandbox_id, f"arn:aws:iam::{account}:user/{LEARNER}", made)
    return made


def replace_learner_key(sandbox_id: str) -> AccessKey:
    """Revoke the learner's long-lived keys and make a new one."""
    old = Grant.objects.filter(kind=KIND, sandbox_id=sandbox_id, expires_at=None)
    for key in list(old.values_list("key", flat=True)):
        grants.revoke(KIND, key)
    return learner_key(sandbox_id)


def issue_session(
    sandbox_id: str, arn: str, principal_id: str, *, seconds: float
) -> AccessKey:
    """Temporary credentials for an assumed role, or for a user's own session."""
    made = AccessKey(
        "ASIA" + _letters(16, BASE32),
        _letters(40, BASE64),
        "IQoJb3JpZ2luX2Vj" + secrets.token_urlsafe(180),
        now() + seconds,
    )
    _drop_old_sessions(sandbox_id)
    _store(sandbox_id, arn, made, principal_id=principal_id)
    return made


def signer(access_key_id: str, token: str, region: str) -> Signer:
    """Whose access key this is. Raises UnknownKey and ExpiredKey."""
    held = grants.find(KIND, access_key_id)
    if held is None or held.data.get("token", "") != grants.hashed_or_empty(token):
        raise UnknownKey
    if held.expired(now()):
        raise ExpiredKey
    try:
        world = runtime.read(held.sandbox)
        caller = caller_of(
            world,
            held.principal,
            region=region,
            principal_id=held.data.get("principal_id", ""),
        )
    except (NoSuchPrincipal, Gone) as error:
        raise UnknownKey from error
    return Signer(
        held.sandbox, replace(caller, access_key_id=access_key_id), held.secret
    )


def _store(
    sandbox_id: str, arn: str, made: AccessKey, *, principal_id: str = ""
) -> None:
    Grant.objects.create(
        kind=KIND,
        key=made.access_key_id,
        sandbox_id=sandbox_id,
        principal=arn,
        secret=secrets_at_rest.sealed(made.secret_access_key),
        data={
            "token": grants.hashed_or_empty(made.session_token),
            "principal_id": principal_id,
        },
        created_at=now(),
        expires_at=made.expires_at,
    )


def _drop_old_sessions(sandbox_id: str) -> None:
    sessions = Grant.objects.filter(
        kind=KIND, sandbox_id=sandbox_id, expires_at__isnull=False
    )
    sessions.filter(expires_at__lt=now() - 3600).delete()
    kept = sessions.order_by("-created_at")[: MOST_SESSIONS - 1]
    if sessions.count() >= MOST_SESSIONS:
        sessions.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()


def _letters(count: int, alphabet: str) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(count))
