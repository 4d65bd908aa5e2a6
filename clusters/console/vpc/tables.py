"""The picture as tables: every part of a VPC in rows, for reading and for copying."""

from __future__ import annotations

from typing import Any

from clusters.console.vpc import words
from clusters.live.words import MANAGES, PAINT
from clusters.sim.aws.ec2 import resource
from clusters.sim.commands import Doc
from clusters.sim.world import Document, Key, World

MOST = 100
"""Rows of a table; the inspector knows the rest by their ids."""


def build(world: World, key: Key, cluster: Doc) -> dict[str, Any]:
    vpc = cluster["resourcesVpcConfig"]["vpcId"]
    cards = world.by("ec2.NetworkInterface", "vpc", vpc)
    return {
        "subnets": [
            _subnet(world, key, cluster, *found)
            for found in world.by("ec2.Subnet", "vpc", vpc)
        ],
        "routes": [
            {
                "table": at.name,
                "destination": route["DestinationCidrBlock"],
                "text": words.route_words(world, key.scope, route),
                "lost": words.is_lost(world, key.scope, route),
            }
            for at, doc in world.by("ec2.RouteTable", "vpc", vpc)
            for route in doc["Routes"]
        ],
        "rules": [
            {"group": at.name, "name": doc["GroupName"], "row": row}
            for at, doc in world.by("ec2.SecurityGroup", "vpc", vpc)
            for egress in (False, True)
            for row in words.rule_rows(doc, egress=egress)
        ],
        "cards": [_card(*found) for found in cards[:MOST]],
        "more_cards": max(0, len(cards) - MOST),
        "addresses": [
            _address(doc) for _, doc in world.list(resource.ADDRESS.kind, key.scope)
        ],
    }


def _subnet(
    world: World, key: Key, cluster: Doc, at: Key, doc: Document
) -> dict[str, Any]:
    way = words.way_out(world, key.scope, doc)
    return {
        "id": at.name,
        "cidr": doc["CidrBlock"],
        "zone": doc["AvailabilityZone"],
        "way": way.word,
        "text": way.text,
        "room": words.room(world, at, doc),
        "used": at.name in cluster["resourcesVpcConfig"]["subnetIds"],
        "public": doc["MapPublicIpOnLaunch"],
    }


def _card(key: Key, doc: Document) -> dict[str, Any]:
    told = words.whose(doc)
    return {
        "id": key.name,
        "title": told.title,
        "paint": PAINT[told.owner],
        "manages": MANAGES[told.owner],
        "address": doc["PrivateIpAddress"],
        "public": doc.get("Association", {}).get("PublicIp", ""),
        "more": len(doc["PrivateIpAddresses"]) - 1,
        "subnet": doc["SubnetId"],
        "on": doc.get("Attachment", {}).get("InstanceId", ""),
        "groups": [group["GroupId"] for group in doc["Groups"]],
    }


def _address(doc: Document) -> dict[str, str]:
    return {
        "id": doc["AllocationId"],
        "address": doc["PublicIp"],
        "on": doc.get("NetworkInterfaceId", ""),
    }
