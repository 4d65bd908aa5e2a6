"""Opaque short-lived Kubernetes tokens, for kubeconfigs that do without the AWS CLI."""

from __future__ import annotations

import secrets

from clusters import runtime
from clusters.callers import grants
from clusters.callers.eks_tokens import BadToken
from clusters.callers.principals import ACCOUNT, NoSuchPrincipal, caller_of
from clusters.callers.wall import now
from clusters.models import Grant
from clusters.runtime.fresh import Gone
from clusters.sim.commands import Caller, Doc

KIND = "kube-token"
PREFIX = "halfplane-v1."
SECONDS = 8 * 3600.0


def issue_kube_token(sandbox_id: str, arn: str, *, seconds: float = SECONDS) -> str:
    """A token that speaks for a principal in its own sandbox, on every cluster."""
    token = PREFIX + secrets.token_urlsafe(32)
    here = now()
    Grant.objects.filter(kind=KIND, sandbox_id=sandbox_id, expires_at__lt=here).delete()
    Grant.objects.create(
        kind=KIND,
        key=grants.hashed(token),
        sandbox_id=sandbox_id,
        principal=arn,
        created_at=here,
        expires_at=here + seconds,
    )
    return token


def caller_for_kube_token(token: str) -> Caller:
    """Who presents this token. Raises BadToken."""
    held = grants.find(KIND, grants.hashed(token)) if token.startswith(PREFIX) else None
    if held is None:
        raise BadToken("the token is not known")
    if held.expired(now()):
        raise BadToken("the token is past its time")
    try:
        world = runtime.read(held.sandbox)
        account: Doc = world.find(ACCOUNT) or {}
        region = str(account["region"])
        return caller_of(world, held.principal, region=region, source="kubectl")
    except (NoSuchPrincipal, Gone) as error:
        raise BadToken("the token's principal is not there any more") from error
