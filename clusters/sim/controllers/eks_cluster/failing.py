"""When a cluster cannot be built: what is wrong, and the FAILED that follows."""

from __future__ import annotations

from typing import NamedTuple

from clusters.sim.aws.ec2 import resource
from clusters.sim.aws.eks import cross_account, roles
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Key


class Trouble(NamedTuple):
    """A health issue of a cluster, in EKS's code and words."""

    code: str
    message: str
    resources: tuple[str, ...]


def trouble(tx: Tx, key: Key) -> Trouble | None:
    """What the cluster was ordered with and is no longer there."""
    doc = tx.need(key)
    role = doc["roleArn"]
    if roles.usable(tx, role) is None:
        text = f"The cluster IAM role {role} could not be found or assumed."
        return Trouble("IamRoleNotFound", text, (role,))
    config = doc["resourcesVpcConfig"]
    missing = _missing(tx, resource.SUBNET, key.scope, config["subnetIds"])
    if missing:
        text = f"One or more subnets of the cluster could not be found: [{', '.join(missing)}]"
        return Trouble("Ec2SubnetNotFound", text, missing)
    missing = _missing(
        tx, resource.SECURITY_GROUP, key.scope, config["securityGroupIds"]
    )
    if missing:
        text = f"One or more security groups could not be found: [{', '.join(missing)}]"
        return Trouble("Ec2SecurityGroupNotFound", text, missing)
    return None


def no_interface(tx: Tx, key: Key, refusal: Refusal) -> Trouble:
    """EC2 would not make a cross-account interface."""
    subnets = tuple(tx.need(key)["resourcesVpcConfig"]["subnetIds"])
    if refusal.code == "InsufficientFreeAddressesInSubnet":
        text = (
            "One or more of the subnets associated with your cluster does not have enough "
            f"available IP addresses for Amazon EKS to work: [{', '.join(subnets)}]"
        )
        return Trouble("InsufficientFreeAddresses", text, subnets)
    return Trouble("Ec2SubnetNotFound", refusal.message, subnets)


def refused(key: Key, refusal: Refusal) -> Trouble:
    """Another service would not do what EKS asked of it."""
    return Trouble("Other", refusal.message, (key.name,))


def fail(tx: Tx, key: Key, found: Trouble) -> None:
    """Give up: the cluster can only be deleted now. Its interfaces go at once."""
    cross_account.remove_all(tx, key)
    issue = {
        "code": found.code,
        "message": found.message,
        "resourceIds": list(found.resources),
    }
    with tx.edit(key) as doc:
        doc["status"] = "FAILED"
        doc["health"] = {"issues": [issue]}
        doc["_"]["phase"] = ""
    tx.tell(
        key,
        "eks",
        found.code,
        f"EKS gave up on cluster {key.name}: {found.message} Mend that, delete the "
        "cluster and order it again.",
        owner="both",
        next="you",
        severity="error",
    )


def _missing(
    tx: Tx, kind: resource.Resource, region: str, ids: list[str]
) -> tuple[str, ...]:
    return tuple(i for i in ids if tx.find(kind.key(region, i)) is None)
