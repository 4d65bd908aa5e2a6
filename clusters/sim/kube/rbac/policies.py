"""EKS access policies as an authorizer of the API server."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache

from clusters.sim.catalog import access_policies
from clusters.sim.commands import Doc, User


@cache
def rules(policy: str) -> tuple[Doc, ...]:
    """What a policy allows, as the rules of a ClusterRole."""
    known = access_policies.RULES.get(policy.removeprefix(access_policies.PREFIX), ())
    return tuple(
        {"nonResourceURLs": list(rule.paths), "verbs": list(rule.verbs)}
        if rule.paths
        else {
            "apiGroups": list(rule.groups),
            "resources": list(rule.resources),
            "verbs": list(rule.verbs),
        }
        for rule in known
    )


def covers(policy: str, namespaces: tuple[str, ...], namespace: str) -> bool:
    """Whether an association holds there; without namespaces it holds everywhere."""
    if not namespaces:
        return bool(policy)
    return any(fnmatchcase(namespace, pattern) for pattern in namespaces if namespace)


def reason(policy: str, namespaces: tuple[str, ...], user: User) -> str:
    """Why the policy allows, as EKS notes it in the audit log."""
    extra = dict(user.extra)
    principal = next(iter(extra.get("arn", ())), user.name)
    arn = access_policies.arn(policy.removeprefix(access_policies.PREFIX))
    binding = "RoleBinding" if namespaces else "ClusterRoleBinding"
    return (
        f'EKS Access Policy: allowed by {binding} "{principal}+{arn}" '
        f'of ClusterRole "{arn}" to User "{user.uid or user.name}"'
    )
