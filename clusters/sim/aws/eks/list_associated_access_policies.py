"""ListAssociatedAccessPolicies."""

from __future__ import annotations

from clusters.sim.aws.eks import access_entry, access_policy, cluster, listing
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("eks:ListAssociatedAccessPolicies", reads=True)
def list_associated_access_policies(tx: Tx, caller: Caller, request: Doc) -> Doc:
    here = cluster.require(tx, caller, request["clusterName"])
    access_entry.require_mode(tx, here)
    key = access_entry.require(tx, here, request["principalArn"])
    found = access_policy.held(tx.need(key))
    shown = listing.page("associatedAccessPolicies", found, request)
    return {"clusterName": here.name, "principalArn": key.name, **shown}
