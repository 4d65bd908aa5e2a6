"""What a node's own role lets it do."""

from __future__ import annotations

from clusters.sim.aws.iam import instance_profile, principals, role
from clusters.sim.aws.iam.statements import verdict
from clusters.sim.world import Key, Reader


def may(view: Reader, instance: Key, action: str) -> bool:
    """Whether the role in an instance's profile allows an action."""
    machine = view.find(instance)
    arn = (machine.get("IamInstanceProfile") or {}).get("Arn", "") if machine else ""
    profile = view.find(instance_profile.key(arn.rpartition("/")[2]))
    names = profile["Roles"] if profile else ()
    holder = view.find(role.key(names[0])) if names else None
    if holder is None:
        return False
    return verdict(principals.policies(view, holder), action, "*", {}) == "Allow"
