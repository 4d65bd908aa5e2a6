"""Reviews: questions about identity and permission, answered and never stored."""

from __future__ import annotations

from typing import Any

from clusters.sim.commands import Doc, User
from clusters.sim.kube.kind import Body
from clusters.sim.kube.rbac.authorizer import Request, authorize, rules_for
from clusters.sim.world import Reader


def access(view: Reader, cluster: str, user: User, spec: Doc) -> Body:
    """The status of an access review."""
    decision = authorize(view, cluster, user, _request(spec))
    status: Body = {"allowed": decision.allowed}
    return {**status, "reason": decision.reason} if decision.reason else status


def _request(spec: Doc) -> Request:
    plain = spec.get("nonResourceAttributes")
    if plain is not None:
        return Request(plain.get("verb", ""), path=plain.get("path", ""))
    asked = spec.get("resourceAttributes") or {}
    return Request(
        asked.get("verb", ""),
        asked.get("group", ""),
        asked.get("resource", ""),
        asked.get("subresource", ""),
        asked.get("namespace", ""),
        asked.get("name", ""),
    )


def reviewed_user(spec: Doc) -> User:
    """The user that a SubjectAccessReview asks about."""
    extra = tuple((k, tuple(v)) for k, v in (spec.get("extra") or {}).items())
    groups = tuple(spec.get("groups") or ())
    return User(spec.get("user", ""), spec.get("uid", ""), groups, extra)


def rules(view: Reader, cluster: str, user: User, namespace: str) -> Body:
    """All that a user may do in a namespace."""
    resources: list[dict[str, Any]] = []
    paths: list[dict[str, Any]] = []
    for held in rules_for(view, cluster, user, namespace):
        for rule in held:
            if rule.get("nonResourceURLs"):
                paths.append(_part(rule, ("verbs", "nonResourceURLs")))
            else:
                fields = ("verbs", "apiGroups", "resources", "resourceNames")
                resources.append(_part(rule, fields))
    return {"resourceRules": resources, "nonResourceRules": paths, "incomplete": False}


def _part(rule: Doc, fields: tuple[str, ...]) -> dict[str, Any]:
    return {name: list(rule[name]) for name in fields if rule.get(name)}


def identity(user: User) -> Body:
    """A user as `kubectl auth whoami` gets it."""
    out: Body = {"username": user.name}
    if user.uid:
        out["uid"] = user.uid
    if user.groups:
        out["groups"] = list(user.groups)
    if user.extra:
        out["extra"] = {name: list(values) for name, values in user.extra}
    return out
