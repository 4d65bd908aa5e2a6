"""iam:AttachRolePolicy."""

from __future__ import annotations

from clusters.sim.aws.iam import policy, role
from clusters.sim.aws.iam.errors import LimitExceeded
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

QUOTA = 10


@operation("iam:AttachRolePolicy")
def attach_role_policy(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    key = role.require_changeable(tx, request["RoleName"])
    arn = request["PolicyArn"]
    if policy.document(tx, arn) is None:
        raise policy.missing(arn)
    attached = tx.need(key)["AttachedPolicies"]
    if arn in attached:
        return {}
    if len(attached) >= QUOTA:
        raise LimitExceeded(f"Cannot exceed quota for PoliciesPerRole: {QUOTA}")
    with tx.edit(key) as doc:
        doc["AttachedPolicies"].append(arn)
    tx.tell(
        key,
        "iam",
        "PolicyAttached",
        f"Role {key.name} may now do what {policy.name(arn)} allows.",
        owner="you",
        by="you",
    )
    return {}
