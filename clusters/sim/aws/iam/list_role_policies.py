"""iam:ListRolePolicies."""

from __future__ import annotations

from clusters.sim.aws.iam import listing, role
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:ListRolePolicies", reads=True)
def list_role_policies(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    doc = tx.need(role.require(tx, request["RoleName"]))
    return listing.listed("PolicyNames", sorted(doc["Policies"]), request)
