"""iam:ListPolicies."""

from __future__ import annotations

from clusters.sim.aws.iam import listing, policy
from clusters.sim.catalog import managed_policies
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

ONLY_IN_GET_POLICY = ("Description", "Tags")


@operation("iam:ListPolicies", reads=True)
def list_policies(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    scope = request.get("Scope", "All")
    found = []
    if scope in {"All", "Local"}:
        found += [policy.shown(tx, doc) for _, doc in tx.list(policy.KIND)]
    if scope in {"All", "AWS"}:
        managed = managed_policies.POLICIES.values()
        found += [policy.shown_managed(tx, each) for each in managed]
    wanted = [
        {k: v for k, v in each.items() if k not in ONLY_IN_GET_POLICY}
        for each in found
        if listing.below(each["Path"], request)
        and (each["AttachmentCount"] or not request.get("OnlyAttached"))
    ]
    return listing.listed("Policies", wanted, request)
