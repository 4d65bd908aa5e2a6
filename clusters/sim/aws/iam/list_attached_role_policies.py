"""iam:ListAttachedRolePolicies."""

from __future__ import annotations

from clusters.sim.aws.iam import listing, policy, role
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:ListAttachedRolePolicies", reads=True)
def list_attached_role_policies(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    doc = tx.need(role.require(tx, request["RoleName"]))
    found = [
        {"PolicyName": policy.name(arn), "PolicyArn": arn}
        for arn in doc["AttachedPolicies"]
        if listing.below(policy.path(arn), request)
    ]
    return listing.listed("AttachedPolicies", found, request)
