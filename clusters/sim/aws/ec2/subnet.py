"""Subnets: their address range and how much of it is free."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Any

from clusters.sim.aws.ec2 import account, resource, vpc
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Document, Key, Reader

SUBNET = resource.SUBNET
RESERVED = 5
"""The first four addresses of a subnet and the last are AWS's."""


def create(  # noqa: PLR0913 a resource has many parts, by name
    tx: Tx,
    vpc_key: Key,
    cidr: str,
    zone: str,
    *,
    public: bool = False,
    default: bool = False,
    tags: Iterable[Doc] = (),
) -> Key:
    """A subnet of a VPC. `public`: instances in it are given public addresses."""
    block = vpc.network(cidr)
    _check_block(tx, vpc_key, cidr, block)
    subnet_id, number = SUBNET.new_id(tx), account.number(tx)
    key = SUBNET.key(vpc_key.scope, subnet_id)
    doc: dict[str, Any] = {
        "AvailabilityZone": zone,
        "AvailabilityZoneId": account.zone_id(tx, zone),
        "CidrBlock": str(block),
        "DefaultForAz": default,
        "EnableDns64": False,
        "Ipv6CidrBlockAssociationSet": [],
        "Ipv6Native": False,
        "MapCustomerOwnedIpOnLaunch": False,
        "MapPublicIpOnLaunch": public,
        "AssignIpv6AddressOnCreation": False,
        "OwnerId": number,
        "PrivateDnsNameOptionsOnLaunch": {
            "HostnameType": "ip-name",
            "EnableResourceNameDnsARecord": False,
            "EnableResourceNameDnsAAAARecord": False,
        },
        "State": "available",
        "SubnetArn": f"arn:aws:ec2:{key.scope}:{number}:subnet/{subnet_id}",
        "SubnetId": subnet_id,
        "VpcId": vpc_key.name,
        **resource.tagged(SUBNET, tags),
        "_": {"created": tx.now},
    }
    tx.add(key, doc)
    return key


def _check_block(
    view: Reader, vpc_key: Key, cidr: str, block: ipaddress.IPv4Network
) -> None:
    whole = view.find(vpc_key)
    if whole is None:
        raise KeyError(vpc_key)
    if not vpc.LARGEST <= block.prefixlen <= vpc.SMALLEST or not block.subnet_of(
        ipaddress.IPv4Network(whole["CidrBlock"])
    ):
        raise Refusal("InvalidSubnet.Range", f"The CIDR '{cidr}' is invalid.")
    for _, other in view.by(SUBNET.kind, "vpc", vpc_key.name):
        if block.overlaps(ipaddress.IPv4Network(other["CidrBlock"])):
            text = f"The CIDR '{cidr}' conflicts with another subnet"
            raise Refusal("InvalidSubnet.Conflict", text)


def taken(view: Reader, key: Key) -> set[str]:
    """The private addresses that interfaces in this subnet hold."""
    return {
        address["PrivateIpAddress"]
        for _, interface in view.by("ec2.NetworkInterface", "subnet", key.name)
        for address in interface["PrivateIpAddresses"]
    }


def free_count(view: Reader, key: Key, doc: Doc) -> int:
    """How many addresses the subnet still has to give."""
    size = ipaddress.IPv4Network(doc["CidrBlock"]).num_addresses
    used = sum(
        len(interface["PrivateIpAddresses"])
        for _, interface in view.by("ec2.NetworkInterface", "subnet", key.name)
    )
    return size - RESERVED - used


def pick_addresses(tx: Tx, key: Key, count: int) -> list[str]:
    """Addresses that are free, chosen without order, as EC2 does."""
    doc = tx.need(key)
    if free_count(tx, key, doc) < count:
        text = (
            "The specified subnet does not have enough free addresses "
            "to satisfy the request."
        )
        raise Refusal("InsufficientFreeAddressesInSubnet", text)
    block, used = ipaddress.IPv4Network(doc["CidrBlock"]), taken(tx, key)
    room = block.num_addresses - RESERVED
    found: list[str] = []
    while len(found) < count:
        at = tx.rng.below(room)
        address = str(block[4 + at])
        while address in used:
            at = (at + 1) % room
            address = str(block[4 + at])
        used.add(address)
        found.append(address)
    return found


def shown(view: Reader, key: Key, doc: Document) -> dict[str, Any]:
    """As DescribeSubnets shows it."""
    free = free_count(view, key, doc)
    return {**resource.shown(doc), "AvailableIpAddressCount": free}
