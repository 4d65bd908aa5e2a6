"""iam:DeleteRolePolicy."""

from __future__ import annotations

from clusters.sim.aws.iam import role
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:DeleteRolePolicy")
def delete_role_policy(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    key = role.require_changeable(tx, request["RoleName"])
    role.require_inline(tx.need(key), request["PolicyName"])
    with tx.edit(key) as doc:
        del doc["Policies"][request["PolicyName"]]
    return {}
