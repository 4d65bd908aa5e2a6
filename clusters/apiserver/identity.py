"""Who sends a request: an IAM principal, a ServiceAccount, or nobody in particular."""

from __future__ import annotations

import time

from asgiref.sync import sync_to_async

from clusters import callers
from clusters.apiserver import service_accounts
from clusters.apiserver.clusters_here import Cluster
from clusters.callers import BadToken
from clusters.sim.commands import Caller, User
from clusters.sim.kube import authn
from clusters.sim.kube.errors import KubeRefusal
from clusters.sim.world import Key

ANONYMOUS = User("system:anonymous", groups=("system:unauthenticated",))
EKS_PREFIX = "k8s-aws-v1."
REMEMBERED_SECONDS = 2.0
"""With what grants remember themselves, a revoked token is refused within 5 s."""
REMEMBERED = 4096

_callers: dict[tuple[str, str], tuple[Caller, float]] = {}
_users: dict[tuple[str, str, int], User] = {}


class Unauthorized(KubeRefusal):
    """Whoever it is, the API server does not know them.

    `denied` is what the authenticator writes about it; who asks is not told.
    """

    def __init__(self, denied: str = "") -> None:
        super().__init__("Unauthorized", "Unauthorized", 401)
        self.denied = denied


async def user(cluster: Cluster, authorization: str) -> User:
    """The user behind an Authorization header. Refuses a token that does not count."""
    if not authorization:
        return ANONYMOUS
    scheme, _, token = authorization.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise Unauthorized
    if token.startswith("eyJ"):
        return await service_accounts.user_of(cluster, token) or _nobody()
    caller = await _caller(cluster, token)
    place = (token, cluster.id, cluster.world.rv)
    known = _users.get(place)
    if known is None:
        known = _users_of(cluster, caller)
        if len(_users) >= REMEMBERED:
            _users.clear()
        _users[place] = known
    return known


def _nobody(denied: str = "") -> User:
    raise Unauthorized(denied)


def _users_of(cluster: Cluster, caller: Caller) -> User:
    account = cluster.world.find(Key("aws.Account", "", "account"))
    unmapped = f'arn="{caller.arn}" error="ARN is not mapped"'
    if account is None or caller.account != account["id"]:
        raise Unauthorized(unmapped)
    return authn.user_for(cluster.world, cluster.key, caller) or _nobody(unmapped)


async def _caller(cluster: Cluster, token: str) -> Caller:
    place = (token, cluster.key.name)
    known = _callers.get(place)
    if known is not None and time.monotonic() - known[1] < REMEMBERED_SECONDS:
        return known[0]
    asked = time.monotonic()
    try:
        caller = await _found(token, cluster.key.name)
    except BadToken as error:
        _callers.pop(place, None)
        raise Unauthorized(f'error="{error}"') from error
    if len(_callers) >= REMEMBERED:
        _callers.clear()
    _callers[place] = (caller, asked)
    return caller


@sync_to_async(thread_sensitive=False)
def _found(token: str, cluster_name: str) -> Caller:
    if token.startswith(EKS_PREFIX):
        return callers.caller_for_eks_token(token, cluster_name)
    return callers.caller_for_kube_token(token)
