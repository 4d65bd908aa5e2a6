"""iam:ListInstanceProfiles."""

from __future__ import annotations

from clusters.sim.aws.iam import instance_profile, listing
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:ListInstanceProfiles", reads=True)
def list_instance_profiles(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    found = [
        instance_profile.shown(tx, doc)
        for _, doc in tx.list(instance_profile.KIND)
        if listing.below(doc["Path"], request)
    ]
    return listing.listed("InstanceProfiles", found, request)
