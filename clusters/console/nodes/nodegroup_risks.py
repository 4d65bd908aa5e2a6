"""What EKS takes of a new node group, and an engineer would think about twice."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import NamedTuple

from clusters.console.nodes import node_roles
from clusters.sim.aws.ec2 import subnet
from clusters.sim.commands import Doc
from clusters.sim.controllers.nodegroup import public_subnets
from clusters.sim.network import routes
from clusters.sim.network.internet import SOMEWHERE
from clusters.sim.world import Document, Key, World


class Plan(NamedTuple):
    """Where a group is to be, as whom, and how large."""

    cluster: Doc
    role: str
    subnets: list[tuple[Key, Document]]
    desired: int


def plan(
    world: World, cluster: Doc, region: str, asked: tuple[str, tuple[str, ...], int]
) -> Plan:
    """The plan of a role, subnets and a size; unknown subnets are EKS's to refuse."""
    role, chosen, desired = asked
    keys = [Key("ec2.Subnet", region, subnet_id) for subnet_id in chosen]
    found = [(key, doc) for key in keys if (doc := world.find(key)) is not None]
    return Plan(cluster, role, found, desired)


def risks(world: World, planned: Plan) -> list[str]:
    return [
        *_role(world, planned),
        *_room(world, planned),
        *_ways(world, planned),
        *_zones(planned),
    ]


def _role(world: World, planned: Plan) -> Iterator[str]:
    doc = node_roles.find(world, planned.role)
    for tick in node_roles.ticks(doc) if doc else ():
        if not tick.has:
            yield f"{planned.role} lacks {tick.policy}. {tick.why}"


def _room(world: World, planned: Plan) -> Iterator[str]:
    """Subnets take turns, so each gets its share of the instances."""
    if not planned.subnets:
        return
    share = -(-planned.desired // len(planned.subnets))
    for key, doc in planned.subnets:
        free = subnet.free_count(world, key, doc)
        if free < share:
            yield (
                f"{key.name} has {max(free, 0)} free addresses for about {share} "
                "instances, and each Pod takes one more."
            )


def _ways(world: World, planned: Plan) -> Iterator[str]:
    settings = planned.cluster["resourcesVpcConfig"]
    inside = bool(settings.get("endpointPrivateAccess"))
    for key, doc in planned.subnets:
        route = routes.route_to(world, doc, SOMEWHERE)
        if route is None or not routes.leads(world, key.scope, route):
            reach = (
                "Nodes there reach the cluster by its private endpoint only"
                if inside
                else "Private access is off, so nodes there cannot reach the cluster"
            )
            yield f"{key.name} has no way to the internet. {reach}, and pull no images."
            continue
        told = "" if inside else _access_list(world, key, route, settings)
        if told:
            yield told
    bare = public_subnets.without_addresses(
        world, planned.subnets[0][0].scope if planned.subnets else "", _ids(planned)
    )
    if bare:
        yield (
            f"{', '.join(bare)} leads to an internet gateway, but gives instances no "
            "public address: they would reach nothing."
        )


def _access_list(world: World, key: Key, route: Doc, settings: Doc) -> str:
    """Whether the public endpoint's list leaves out the address that nodes come from."""
    gateway = world.find(
        Key("ec2.NatGateway", key.scope, route.get("NatGatewayId", ""))
    )
    blocks = settings.get("publicAccessCidrs") or ["0.0.0.0/0"]
    if gateway is None:
        if "0.0.0.0/0" in blocks:
            return ""
        return (
            f"Nodes in {key.name} come with public addresses of their own, and the public "
            f"endpoint lets in only {', '.join(blocks)}. Turn on private access."
        )
    address = gateway["NatGatewayAddresses"][0].get("PublicIp", "")
    if address and not any(_holds(block, address) for block in blocks):
        return (
            f"Nodes in {key.name} come as {address}, and the public endpoint lets in only "
            f"{', '.join(blocks)}. Add it, or turn on private access."
        )
    return ""


def _holds(block: str, address: str) -> bool:
    return ipaddress.ip_address(address) in ipaddress.ip_network(block, strict=False)


def _zones(planned: Plan) -> Iterator[str]:
    zones = {doc["AvailabilityZone"] for _, doc in planned.subnets}
    if len(zones) == 1 and planned.desired > 1:
        yield f"All nodes would be in {zones.pop()}: with that zone, all of them stop."
    if planned.desired == 0:
        yield "Desired size 0 makes a group without nodes."


def _ids(planned: Plan) -> list[str]:
    return [key.name for key, _ in planned.subnets]
