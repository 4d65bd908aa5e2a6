"""`kubectl --as`: acting as somebody else, by those who may."""

from __future__ import annotations

from urllib.parse import unquote

from clusters.apiserver.asgi import Scope
from clusters.apiserver.call import header, headers
from clusters.apiserver.clusters_here import Cluster
from clusters.sim.commands import User
from clusters.sim.kube import rbac
from clusters.sim.kube.errors import BadRequest

ACCOUNT = "system:serviceaccount:"
PREFIX = b"impersonate-"
EXTRA = b"impersonate-extra-"
AUTHENTICATED = "system:authenticated"
AUTHENTICATION = "authentication.k8s.io"
ACT = "impersonate"


def acting(cluster: Cluster, user: User, scope: Scope) -> User:
    """The user that the request is carried out as."""
    if not any(name.startswith(PREFIX) for name, _ in scope["headers"]):
        return user
    name = header(scope, b"impersonate-user")
    groups = headers(scope, b"impersonate-group")
    uid = header(scope, b"impersonate-uid")
    extra = _extra(scope)
    if not name:
        raise BadRequest("requested [] without impersonating a user")
    namespace, account = _account(name)
    if account:
        _check(
            cluster,
            user,
            rbac.Request(ACT, "", "serviceaccounts", "", namespace, account),
        )
        groups = groups or [
            "system:serviceaccounts",
            f"system:serviceaccounts:{namespace}",
        ]
    else:
        _check(cluster, user, rbac.Request(ACT, "", "users", name=name))
    for group in headers(scope, b"impersonate-group"):
        _check(cluster, user, rbac.Request(ACT, "", "groups", name=group))
    if uid:
        _check(cluster, user, rbac.Request(ACT, AUTHENTICATION, "uids", name=uid))
    for key, values in extra:
        for value in values:
            asked = rbac.Request(ACT, AUTHENTICATION, "userextras", key, name=value)
            _check(cluster, user, asked)
    everybody = () if AUTHENTICATED in groups else (AUTHENTICATED,)
    return User(name, uid=uid, groups=(*groups, *everybody), extra=extra)


def _extra(scope: Scope) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        if name.startswith(EXTRA):
            key = unquote(name[len(EXTRA) :].decode("latin-1"))
            found.setdefault(key, []).append(value.decode("latin-1"))
    return tuple((key, tuple(values)) for key, values in sorted(found.items()))


def _account(name: str) -> tuple[str, str]:
    """Namespace and name of a ServiceAccount's user name, or two empty strings."""
    parts = name.removeprefix(ACCOUNT).split(":")
    if not name.startswith(ACCOUNT) or len(parts) != 2:  # noqa: PLR2004 namespace:name
        return "", ""
    return parts[0], parts[1]


def _check(cluster: Cluster, user: User, asked: rbac.Request) -> None:
    rbac.check(cluster.world, cluster.id, user, asked)
