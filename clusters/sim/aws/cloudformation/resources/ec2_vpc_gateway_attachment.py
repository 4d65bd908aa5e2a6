"""AWS::EC2::VPCGatewayAttachment."""

from __future__ import annotations

from clusters.sim.aws.cloudformation.errors import ValidationError
from clusters.sim.aws.cloudformation.property_schema import TEXT
from clusters.sim.aws.cloudformation.resource_type import (
    Properties,
    ResourceType,
    Work,
    register,
    unless_gone,
    whole,
)


def create(work: Work, properties: Properties) -> str:
    if not properties.get("InternetGatewayId"):
        raise ValidationError(
            "Halfplane attaches internet gateways only, not VPN gateways."
        )
    work.call(
        "ec2:AttachInternetGateway", **whole(properties, ("InternetGatewayId", "VpcId"))
    )
    return f"IGW|{properties['VpcId']}"


def delete(work: Work, _physical: str, properties: Properties) -> None:
    codes = ("InvalidInternetGatewayID.NotFound", "Gateway.NotAttached")
    given = whole(properties, ("InternetGatewayId", "VpcId"))
    unless_gone(work, codes, "ec2:DetachInternetGateway", **given)


register(
    ResourceType(
        "AWS::EC2::VPCGatewayAttachment",
        {"InternetGatewayId": TEXT, "VpcId!": TEXT, "VpnGatewayId": TEXT},
        create,
        delete,
    )
)
