"""AWS::EC2::Route."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusters.sim.aws.cloudformation.property_schema import TEXT
from clusters.sim.aws.cloudformation.resource_type import (
    Properties,
    ResourceType,
    Work,
    names,
    register,
    unless_gone,
    whole,
)

TARGETS = ("GatewayId", "NatGatewayId", "NetworkInterfaceId", "InstanceId")
PLACE = ("RouteTableId", "DestinationCidrBlock")


def create(work: Work, properties: Properties) -> str:
    work.call("ec2:CreateRoute", **whole(properties, (*PLACE, *TARGETS)))
    return f"{properties['RouteTableId']}|{properties.get('DestinationCidrBlock', '')}"


def update(work: Work, _physical: str, _old: Properties, new: Properties) -> None:
    work.call("ec2:ReplaceRoute", **whole(new, (*PLACE, *TARGETS)))


def delete(work: Work, _physical: str, properties: Properties) -> None:
    codes = ("InvalidRoute.NotFound", "InvalidRouteTableID.NotFound")
    unless_gone(work, codes, "ec2:DeleteRoute", **whole(properties, PLACE))


def attributes(_work: Work, physical: str) -> Mapping[str, Any]:
    return {"CidrBlock": physical.split("|")[1]}


register(
    ResourceType(
        "AWS::EC2::Route",
        {
            "DestinationCidrBlock": TEXT,
            "RouteTableId!": TEXT,
            **dict.fromkeys(TARGETS, TEXT),
        },
        create,
        delete,
        attributes=attributes,
        update=update,
        replaces=names("DestinationCidrBlock RouteTableId"),
    )
)
