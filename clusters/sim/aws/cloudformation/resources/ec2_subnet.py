"""AWS::EC2::Subnet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusters.sim.aws.cloudformation.property_schema import BOOLEAN, TAG, TEXT
from clusters.sim.aws.cloudformation.resource_type import (
    Properties,
    ResourceType,
    Work,
    names,
    register,
    unless_gone,
    whole,
)
from clusters.sim.world import Key


def create(work: Work, properties: Properties) -> str:
    made = work.call(
        "ec2:CreateSubnet",
        **whole(
            properties, ("VpcId", "CidrBlock", "AvailabilityZone", "AvailabilityZoneId")
        ),
        TagSpecifications=work.specification("subnet", properties),
    )
    physical = str(made["Subnet"]["SubnetId"])
    _open(work, physical, properties)
    return physical


def _open(work: Work, physical: str, properties: Properties) -> None:
    if "MapPublicIpOnLaunch" in properties:
        value = {"Value": properties["MapPublicIpOnLaunch"]}
        work.call(
            "ec2:ModifySubnetAttribute", SubnetId=physical, MapPublicIpOnLaunch=value
        )


def update(work: Work, physical: str, _old: Properties, new: Properties) -> None:
    _open(work, physical, {"MapPublicIpOnLaunch": False, **new})
    work.call("ec2:CreateTags", Resources=[physical], Tags=work.own_tags(new))


def delete(work: Work, physical: str, _properties: Properties) -> None:
    codes = ("InvalidSubnetID.NotFound",)
    unless_gone(work, codes, "ec2:DeleteSubnet", SubnetId=physical)


def attributes(work: Work, physical: str) -> Mapping[str, Any]:
    doc = work.tx.need(Key("ec2.Subnet", work.region, physical))
    shown = ("SubnetId", "AvailabilityZone", "AvailabilityZoneId", "CidrBlock", "VpcId")
    return {**{name: doc[name] for name in shown}, "Ipv6CidrBlocks": []}


register(
    ResourceType(
        "AWS::EC2::Subnet",
        {
            "AvailabilityZone": TEXT,
            "AvailabilityZoneId": TEXT,
            "CidrBlock!": TEXT,
            "MapPublicIpOnLaunch": BOOLEAN,
            "Tags": [TAG],
            "VpcId!": TEXT,
        },
        create,
        delete,
        attributes=attributes,
        update=update,
        replaces=names("AvailabilityZone AvailabilityZoneId CidrBlock VpcId"),
    )
)
