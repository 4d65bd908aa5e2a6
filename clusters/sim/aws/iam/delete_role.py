"""iam:DeleteRole."""

from __future__ import annotations

from clusters.sim.aws.iam import instance_profile, role
from clusters.sim.aws.iam.errors import DeleteConflict
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx


@operation("iam:DeleteRole")
def delete_role(tx: Tx, _caller: Caller, request: Doc) -> Doc:
    key = role.require_changeable(tx, request["RoleName"])
    doc = tx.need(key)
    if instance_profile.holding(tx, key.name):
        raise DeleteConflict(
            "Cannot delete entity, must remove roles from instance profile first."
        )
    if doc["AttachedPolicies"]:
        raise DeleteConflict("Cannot delete entity, must detach all policies first.")
    if doc["Policies"]:
        raise DeleteConflict("Cannot delete entity, must delete policies first.")
    tx.remove(key)
    tx.tell(
        key,
        "iam",
        "RoleDeleted",
        f"Role {key.name} is gone; nothing can assume it any more.",
        owner="you",
        by="you",
    )
    return {}
