"""iam:ListInstanceProfilesForRole."""

from __future__ import annotations

from clusters.sim.aws.iam import instance_profile, listing, role
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:ListInstanceProfilesForRole", reads=True)
def list_instance_profiles_for_role(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    key = role.require(tx, request["RoleName"])
    found = [
        instance_profile.shown(tx, doc)
        for doc in instance_profile.holding(tx, key.name)
    ]
    return listing.listed("InstanceProfiles", found, request)
