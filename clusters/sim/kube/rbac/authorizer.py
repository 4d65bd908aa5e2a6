"""Authorisation: masters, EKS access policies, RBAC, and the exact refusal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clusters.sim.commands import Doc, User
from clusters.sim.kube.bootstrap_rules import EVERYTHING
from clusters.sim.kube.errors import Forbidden, KubeRefusal
from clusters.sim.kube.rbac import policies
from clusters.sim.kube.rbac.bindings import Grant, granted
from clusters.sim.kube.rbac.rules import allows, allows_path
from clusters.sim.world import Reader

MASTERS = "system:masters"


@dataclass(frozen=True)
class Request:
    """What somebody wants to do: with a resource, or with a plain path."""

    verb: str
    group: str = ""
    resource: str = ""
    subresource: str = ""
    namespace: str = ""
    name: str = ""
    path: str = ""

    @property
    def target(self) -> str:
        """`pods` or `pods/log`."""
        if self.subresource:
            return f"{self.resource}/{self.subresource}"
        return self.resource


@dataclass(frozen=True)
class Decision:
    allowed: bool
    reason: str = ""


def authorize(view: Reader, cluster: str, user: User, request: Request) -> Decision:
    """Whether the user may, and because of what."""
    if MASTERS in user.groups:
        return Decision(allowed=True)
    for policy, namespaces in user.policies:
        if policies.covers(policy, namespaces, request.namespace) and _any_allows(
            policies.rules(policy), request
        ):
            return Decision(
                allowed=True, reason=policies.reason(policy, namespaces, user)
            )
    lost: list[str] = []
    for grant in granted(view, cluster, user, request.namespace):
        if grant.rules is None:
            lost.append(f"{grant.missing} not found")
        elif _any_allows(grant.rules, request):
            return Decision(allowed=True, reason=f"RBAC: allowed by {grant.told}")
    return Decision(allowed=False, reason=f"RBAC: {_aggregate(lost)}" if lost else "")


def check(view: Reader, cluster: str, user: User, request: Request) -> None:
    """Refuse what the user may not do, in the API's words."""
    decision = authorize(view, cluster, user, request)
    if not decision.allowed:
        raise refusal(user, request, decision.reason)


def refusal(user: User, request: Request, reason: str) -> KubeRefusal:
    """The Forbidden that says what was tried, by whom and where."""
    who = f'User "{user.name}"'
    tail = f": {reason}" if reason else ""
    if request.path:
        told = f'forbidden: {who} cannot {request.verb} path "{request.path}"{tail}'
        return KubeRefusal("Forbidden", told, 403)
    where = (
        f'in the namespace "{request.namespace}"'
        if request.namespace
        else "at the cluster scope"
    )
    why = (
        f'{who} cannot {request.verb} resource "{request.target}" '
        f'in API group "{request.group}" {where}{tail}'
    )
    group = f".{request.group}" if request.group else ""
    return Forbidden(f"{request.resource}{group}", request.name, why)


def rules_for(
    view: Reader, cluster: str, user: User, namespace: str
) -> Iterator[tuple[Doc, ...]]:
    """All rules that hold for a user in a namespace, grant by grant."""
    if MASTERS in user.groups:
        yield EVERYTHING
    for policy, namespaces in user.policies:
        if policies.covers(policy, namespaces, namespace):
            yield policies.rules(policy)
    for grant in granted(view, cluster, user, namespace):
        if grant.rules is not None:
            yield tuple(grant.rules)


def _any_allows(rules: Iterable[Doc], request: Request) -> bool:
    if request.path:
        return any(allows_path(rule, request.verb, request.path) for rule in rules)
    target = request.target
    return any(
        allows(rule, request.verb, request.group, target, request.name)
        for rule in rules
    )


def _aggregate(lost: list[str]) -> str:
    texts = list(dict.fromkeys(lost))
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


__all__ = ["Decision", "Grant", "Request", "authorize", "check", "rules_for"]
