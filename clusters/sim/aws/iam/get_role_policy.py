"""iam:GetRolePolicy."""

from __future__ import annotations

from clusters.sim.aws.iam import role
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:GetRolePolicy", reads=True)
def get_role_policy(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    doc = tx.need(role.require(tx, request["RoleName"]))
    name = request["PolicyName"]
    document = role.require_inline(doc, name)
    return {
        "RoleName": doc["RoleName"],
        "PolicyName": name,
        "PolicyDocument": role.encoded(document),
    }
