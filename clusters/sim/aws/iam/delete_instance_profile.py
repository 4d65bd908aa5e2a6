"""iam:DeleteInstanceProfile."""

from __future__ import annotations

from clusters.sim.aws.iam import instance_profile
from clusters.sim.aws.iam.errors import DeleteConflict
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:DeleteInstanceProfile")
def delete_instance_profile(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    key = instance_profile.require(tx, request["InstanceProfileName"])
    if tx.need(key)["Roles"]:
        raise DeleteConflict(
            "Cannot delete entity, must remove roles from instance profile first."
        )
    tx.remove(key)
    return {}
