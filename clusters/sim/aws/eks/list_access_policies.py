"""ListAccessPolicies: names and ARNs."""

from __future__ import annotations

from clusters.sim.aws.eks import listing
from clusters.sim.catalog import access_policies
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:ListAccessPolicies", reads=True)
def list_access_policies(_tx: Tx, _caller: Caller, request: Doc) -> Doc:
    found = [
        {"name": name, "arn": access_policies.arn(name)}
        for name in sorted(access_policies.NAMES)
    ]
    return listing.page("accessPolicies", found, request)
