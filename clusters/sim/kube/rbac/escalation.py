"""Nobody may hand out what they do not hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clusters.sim.commands import Doc, User
from clusters.sim.kube.errors import Forbidden, NotFound
from clusters.sim.kube.kind import cluster_of, namespace_of, of_key
from clusters.sim.kube.rbac.authorizer import Request, authorize, rules_for
from clusters.sim.kube.rbac.rules import compact, missing, shown
from clusters.sim.tx import Tx
from clusters.sim.world import Key

GROUP = "rbac.authorization.k8s.io"


def check_role(tx: Tx, key: Key, user: User, body: Doc) -> None:
    """Refuse a role that holds more than its maker does."""
    asked = Request("escalate", GROUP, of_key(key).plural, name=key.name)
    if not _may(tx, key, user, asked):
        _refuse(tx, key, user, body.get("rules") or ())


def check_binding(tx: Tx, key: Key, user: User, body: Doc) -> None:
    """Refuse to bind a role that holds more than the binder does."""
    ref = body["roleRef"]
    scope = key.scope if ref["kind"] == "Role" else cluster_of(key)
    asked = Request("bind", GROUP, f"{ref['kind'].lower()}s", name=ref["name"])
    if _may(tx, key, user, asked):
        return
    role = tx.find(Key(f"k8s.{ref['kind']}", scope, ref["name"]))
    if role is None:
        raise NotFound(f"{ref['kind'].lower()}s.{GROUP}", ref["name"])
    _refuse(tx, key, user, role.get("rules") or ())


def _refuse(tx: Tx, key: Key, user: User, wanted: Sequence[Doc]) -> None:
    grants = rules_for(tx, cluster_of(key), user, namespace_of(key))
    held = [rule for rules in grants for rule in rules]
    lacking = compact(missing(wanted, held))
    if not lacking:
        return
    groups = " ".join(f'"{group}"' for group in user.groups)
    told = "\n".join(shown(rule) for rule in lacking)
    why = (
        f'user "{user.name}" (groups=[{groups}]) is attempting to grant RBAC '
        f"permissions not currently held:\n{told}"
    )
    raise Forbidden(of_key(key).resource, key.name, why)


def _may(tx: Tx, key: Key, user: User, asked: Request) -> bool:
    placed = replace(asked, namespace=namespace_of(key))
    return authorize(tx, cluster_of(key), user, placed).allowed
