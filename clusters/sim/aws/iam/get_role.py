"""iam:GetRole."""

from __future__ import annotations

from clusters.sim.aws.iam import role
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:GetRole", reads=True)
def get_role(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    found = tx.need(role.require(tx, request["RoleName"]))
    return {"Role": {**role.shown(found), "RoleLastUsed": {}}}
