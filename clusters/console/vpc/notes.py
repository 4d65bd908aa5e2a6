"""What is wrong in a VPC, or may soon be: each with whose move is next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from clusters.console.vpc import words
from clusters.sim.aws.eks import cross_account
from clusters.sim.commands import Doc
from clusters.sim.world import Document, Key, World

YOURS, AWSS = "Next move: yours", "Next move: AWS"


class Note(NamedTuple):
    """One thing to know. `inspect` is the part that it is about."""

    tone: str
    text: str
    next: str
    inspect: str = ""


def of_cluster(world: World, key: Key, cluster: Doc) -> list[Note]:
    """Everything that stands out, the worst first."""
    vpc = cluster["resourcesVpcConfig"]["vpcId"]
    found = [
        *_subnets(world, cluster, vpc),
        *_routes(world, key.scope, vpc),
        *_gateways(world, vpc),
        *_endpoint(world, key, cluster, vpc),
    ]
    return sorted(found, key=lambda note: ("bad", "warn", "busy").index(note.tone))


def _subnets(world: World, cluster: Doc, vpc: str) -> Iterator[Note]:
    used = cluster["resourcesVpcConfig"]["subnetIds"]
    for key, doc in world.by("ec2.Subnet", "vpc", vpc):
        room = words.room(world, key, doc)
        if room.tone == "ok" or not (key.name in used or _has_nodes(world, key)):
            continue
        where = f"subnet {doc['CidrBlock']}"
        if room.free < 1:
            text = (
                f"No free addresses in {where}: the next Pod there stays in "
                "ContainerCreating. Delete Pods, or add nodes in a larger subnet."
            )
            yield Note("bad", text, YOURS, key.name)
        else:
            text = (
                f"Only {room.free} of {room.usable} addresses are free in {where}. Each "
                "Pod takes one, and nodes keep some warm."
            )
            yield Note("warn", text, YOURS, key.name)


def _has_nodes(world: World, subnet: Key) -> bool:
    return any(
        card.get("Attachment", {}).get("InstanceId")
        for _, card in world.by("ec2.NetworkInterface", "subnet", subnet.name)
    )


def _routes(world: World, region: str, vpc: str) -> Iterator[Note]:
    for key, doc in world.by("ec2.RouteTable", "vpc", vpc):
        for route in doc["Routes"]:
            if words.is_lost(world, region, route):
                told = words.route_words(world, region, route)
                text = f"The route {route['DestinationCidrBlock']} of {key.name} goes {told}."
                yield Note("bad", text, YOURS, key.name)


def _gateways(world: World, vpc: str) -> Iterator[Note]:
    for key, doc in world.by("ec2.NatGateway", "vpc", vpc):
        if doc["State"] == "pending":
            text = f"NAT gateway {key.name} is pending: it carries nothing yet."
            yield Note("busy", text, AWSS, key.name)
        elif doc["State"] == "failed":
            why = doc.get("FailureMessage", "EC2 could not make it")
            text = f"NAT gateway {key.name} failed: {why}. Delete it and make another."
            yield Note("bad", text, YOURS, key.name)


def _endpoint(world: World, key: Key, cluster: Doc, vpc: str) -> Iterator[Note]:
    settings = cluster["resourcesVpcConfig"]
    if cluster["status"] == "ACTIVE" and not cross_account.attached(world, key):
        text = (
            "The control plane has no interface in your subnets: it reaches no kubelet, "
            "and nothing reaches it from inside. AWS makes another."
        )
        yield Note("bad", text, AWSS, "api")
    if settings["endpointPrivateAccess"] and not _has_dns(world.find(_key(key, vpc))):
        text = (
            "Private access is on, but DNS of the VPC is off: the endpoint's private name "
            "does not resolve. Turn on enableDnsSupport and enableDnsHostnames."
        )
        yield Note("bad", text, YOURS, vpc)
    if not settings["endpointPublicAccess"]:
        text = (
            "The endpoint is private only: kubectl on your laptop cannot reach it. "
            "Connect from inside the VPC, or turn on public access."
        )
        yield Note("warn", text, YOURS, "api")


def _key(cluster: Key, vpc: str) -> Key:
    return Key("ec2.Vpc", cluster.scope, vpc)


def _has_dns(vpc: Document | None) -> bool:
    hidden = vpc["_"] if vpc else {}
    return bool(hidden.get("EnableDnsSupport") and hidden.get("EnableDnsHostnames"))
