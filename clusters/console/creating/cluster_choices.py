"""What the account offers to a new cluster: networks, groups, roles, versions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from clusters.sim.aws.ec2 import resource, subnet
from clusters.sim.aws.eks import roles
from clusters.sim.aws.iam import role
from clusters.sim.catalog import eks_versions
from clusters.sim.world import World

ZONES = 2
"""EKS asks for subnets in so many zones."""


def vpcs(world: World, region: str) -> list[dict[str, str]]:
    """Every VPC, the newest first: the one that was probably made for this."""
    found = sorted(
        world.list(resource.VPC.kind, region),
        key=lambda item: -item[1]["_"].get("created", 0.0),
    )
    return [
        {"id": key.name, "name": name_tag(doc), "cidr": doc["CidrBlock"]}
        for key, doc in found
    ]


def subnets(world: World, region: str, vpc: str = "") -> list[dict[str, Any]]:
    """The subnets of a VPC (of all, if none is named), with the room in each."""
    out = [
        {
            "id": key.name,
            "name": name_tag(doc) or key.name,
            "vpc": doc["VpcId"],
            "zone": doc["AvailabilityZone"],
            "cidr": doc["CidrBlock"],
            "free": subnet.free_count(world, key, doc),
        }
        for key, doc in world.list(resource.SUBNET.kind, region)
        if vpc in ("", doc["VpcId"])
    ]
    return sorted(out, key=lambda item: (item["vpc"], item["zone"], item["name"]))


def preselected(world: World, region: str, vpc: str = "") -> list[str]:
    """A subnet in each of two zones of a VPC, the newest if none is named."""
    if not vpc:
        vpc = next((found["id"] for found in vpcs(world, region)), "none")
    by_zone: dict[str, str] = {}
    for item in subnets(world, region, vpc):
        by_zone.setdefault(item["zone"], item["id"])
    return [by_zone[zone] for zone in sorted(by_zone)[:ZONES]]


def vpc_of(world: World, region: str, subnet_ids: Collection[str]) -> str:
    """The VPC of the first of these subnets that there is; else the newest VPC."""
    for item in subnet_ids:
        doc = world.find(resource.SUBNET.key(region, item))
        if doc is not None:
            return str(doc["VpcId"])
    return next((found["id"] for found in vpcs(world, region)), "")


def security_groups(world: World, region: str, vpc: str) -> list[dict[str, str]]:
    found = [
        {"id": key.name, "name": doc["GroupName"], "about": doc["Description"]}
        for key, doc in world.list(resource.SECURITY_GROUP.kind, region)
        if doc["VpcId"] == vpc
    ]
    return sorted(found, key=lambda item: item["name"])


def role_names(world: World) -> list[str]:
    """Every role of the account: to choose a wrong one teaches, too."""
    return [key.name for key, _ in world.list(role.KIND)]


def role_ticks(world: World, name: str) -> list[dict[str, Any]]:
    """What a cluster role must have, and whether this one has it."""
    doc = world.find(role.key(name))
    return [
        {
            "ok": doc is not None and role.trusts(doc, roles.SERVICE),
            "text": f"Trusts {roles.SERVICE}, so EKS can assume it",
        },
        {
            "ok": doc is not None and role.has_policy(doc, roles.CLUSTER_POLICY),
            "text": f"Carries {roles.CLUSTER_POLICY}, so EKS may act with it",
        },
    ]


def usable_role(world: World) -> str:
    """A role that EKS would take; empty when there is none."""
    ready = (n for n in role_names(world) if all(t["ok"] for t in role_ticks(world, n)))
    return next(ready, "")


def versions() -> list[dict[str, str]]:
    """What can be simulated of what EKS offers, the newest first."""
    offered = [v for v in eks_versions.offered() if v.minor in eks_versions.SIMULATED]
    return [{"minor": v.minor, "text": _supported(v)} for v in offered]


def _supported(version: eks_versions.Version) -> str:
    if version.support() == "STANDARD_SUPPORT":
        text = f"{version.minor}, standard support until {version.standard_until}"
    else:
        text = f"{version.minor}, extended support until {version.extended_until}"
    return text + (" (default)" if version.minor == eks_versions.DEFAULT else "")


def name_tag(doc: Mapping[str, Any]) -> str:
    tags = doc.get("Tags") or ()
    return next((str(t["Value"]) for t in tags if t["Key"] == "Name"), "")
