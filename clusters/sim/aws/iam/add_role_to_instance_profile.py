"""iam:AddRoleToInstanceProfile."""

from __future__ import annotations

from clusters.sim.aws.iam import instance_profile, role
from clusters.sim.aws.iam.errors import LimitExceeded
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:AddRoleToInstanceProfile")
def add_role_to_instance_profile(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    key = instance_profile.require(tx, request["InstanceProfileName"])
    added = role.require(tx, request["RoleName"])
    if tx.need(key)["Roles"]:
        raise LimitExceeded(
            "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1"
        )
    with tx.edit(key) as doc:
        doc["Roles"] = [added.name]
    return {}
