"""iam:UpdateAssumeRolePolicy."""

from __future__ import annotations

from clusters.sim.aws.iam import policy_document, role
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:UpdateAssumeRolePolicy")
def update_assume_role_policy(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    key = role.require_changeable(tx, request["RoleName"])
    document = policy_document.trust(request["PolicyDocument"], role.TRUST_SIZE)
    with tx.edit(key) as doc:
        doc["AssumeRolePolicyDocument"] = document
    return {}
