"""iam:RemoveRoleFromInstanceProfile."""

from __future__ import annotations

from clusters.sim.aws.iam import instance_profile
from clusters.sim.aws.iam.errors import NoSuchEntity
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:RemoveRoleFromInstanceProfile")
def remove_role_from_instance_profile(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    key = instance_profile.require(tx, request["InstanceProfileName"])
    name = request["RoleName"]
    if name not in tx.need(key)["Roles"]:
        raise NoSuchEntity(
            f"The role with name {name} cannot be found in instance profile {key.name}."
        )
    with tx.edit(key) as doc:
        doc["Roles"].remove(name)
    return {}
