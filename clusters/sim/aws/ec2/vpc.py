"""VPCs: their parts, their DNS attributes, what keeps one from being deleted."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Any

from clusters.sim.aws.ec2 import account, resource, route_table, security_group
from clusters.sim.commands import Doc
from clusters.sim.errors import Refusal
from clusters.sim.tx import Tx
from clusters.sim.world import Key, Reader

VPC = resource.VPC
LARGEST, SMALLEST = 16, 28
"""A VPC's and a subnet's block is a /16 at most and a /28 at least."""
CHILDREN = (
    "ec2.Subnet",
    "ec2.NetworkInterface",
    "ec2.NatGateway",
)


def network(text: str) -> ipaddress.IPv4Network:
    """A CIDR block; host bits are dropped, as EC2 does."""
    try:
        return ipaddress.IPv4Network(text, strict=False)
    except ValueError:
        message = (
            f"Value ({text}) for parameter cidrBlock is invalid. "
            "This is not a valid CIDR block."
        )
        raise Refusal("InvalidParameterValue", message) from None


def create(
    tx: Tx, region: str, cidr: str, *, tags: Iterable[Doc] = (), default: bool = False
) -> Key:
    """A VPC with what each one comes with: a main route table and a default group."""
    block = network(cidr)
    if "/" not in cidr or not LARGEST <= block.prefixlen <= SMALLEST:
        raise Refusal("InvalidVpc.Range", f"The CIDR '{cidr}' is invalid.")
    vpc_id = VPC.new_id(tx)
    key = VPC.key(region, vpc_id)
    association = {
        "AssociationId": f"vpc-cidr-assoc-0{tx.rng.hex(16)}",
        "CidrBlock": str(block),
        "CidrBlockState": {"State": "associated"},
    }
    doc: dict[str, Any] = {
        "OwnerId": account.number(tx),
        "InstanceTenancy": "default",
        "CidrBlockAssociationSet": [association],
        "IsDefault": default,
        "BlockPublicAccessStates": {"InternetGatewayBlockMode": "off"},
        "VpcId": vpc_id,
        "State": "available",
        "CidrBlock": str(block),
        "DhcpOptionsId": f"dopt-0{tx.rng.hex(16)}",
        **resource.tagged(VPC, tags),
        "_": {
            "created": tx.now,
            "EnableDnsSupport": True,
            "EnableDnsHostnames": default,
            "EnableNetworkAddressUsageMetrics": False,
        },
    }
    tx.add(key, doc)
    route_table.create(tx, key, main=True)
    security_group.create(tx, key, "default", "default VPC security group")
    return key


def dependent(view: Reader, key: Key) -> bool:
    """Whether anything in the VPC keeps it from being deleted."""
    if any(live(doc) for kind in CHILDREN for _, doc in view.by(kind, "vpc", key.name)):
        return True
    if view.by("ec2.InternetGateway", "vpc", key.name):
        return True
    groups = view.by("ec2.SecurityGroup", "vpc", key.name)
    tables = view.by("ec2.RouteTable", "vpc", key.name)
    return any(doc["GroupName"] != "default" for _, doc in groups) or any(
        not route_table.is_main(doc) for _, doc in tables
    )


def live(doc: Doc) -> bool:
    """Whether a thing still exists; gateways are shown for a while when deleted."""
    return doc.get("State") not in ("deleted", "failed")


def delete(tx: Tx, key: Key) -> None:
    """Take the VPC away with its main route table and default group."""
    if dependent(tx, key):
        message = f"The vpc '{key.name}' has dependencies and cannot be deleted."
        raise Refusal("DependencyViolation", message)
    for kind in ("ec2.RouteTable", "ec2.SecurityGroup"):
        for child, _ in tx.by(kind, "vpc", key.name):
            tx.remove(child)
    tx.remove(key)
