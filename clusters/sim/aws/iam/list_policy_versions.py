"""iam:ListPolicyVersions."""

from __future__ import annotations

from clusters.sim.aws.iam import listing, policy
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:ListPolicyVersions", reads=True)
def list_policy_versions(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    shown = policy.require_shown(tx, request["PolicyArn"])
    only = {
        "VersionId": policy.FIRST_VERSION,
        "IsDefaultVersion": True,
        "CreateDate": shown["UpdateDate"],
    }
    return listing.listed("Versions", [only], request)
