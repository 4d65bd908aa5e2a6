"""iam:DetachRolePolicy."""

from __future__ import annotations

from clusters.sim.aws.iam import policy, role
from clusters.sim.aws.iam.errors import NoSuchEntity
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:DetachRolePolicy")
def detach_role_policy(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    key = role.require_changeable(tx, request["RoleName"])
    arn = request["PolicyArn"]
    if arn not in tx.need(key)["AttachedPolicies"]:
        raise NoSuchEntity(f"Policy {arn} was not found.")
    with tx.edit(key) as doc:
        doc["AttachedPolicies"].remove(arn)
    tx.tell(
        key,
        "iam",
        "PolicyDetached",
        f"Role {key.name} may no longer do what {policy.name(arn)} allows.",
        owner="you",
        by="you",
    )
    return {}
