"""AWS::EC2::InternetGateway."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusters.sim.aws.cloudformation.property_schema import TAG
from clusters.sim.aws.cloudformation.resource_type import (
    Properties,
    ResourceType,
    Work,
    register,
    unless_gone,
)


def create(work: Work, properties: Properties) -> str:
    tags = work.specification("internet-gateway", properties)
    made = work.call("ec2:CreateInternetGateway", TagSpecifications=tags)
    return str(made["InternetGateway"]["InternetGatewayId"])


def update(work: Work, physical: str, _old: Properties, new: Properties) -> None:
    work.call("ec2:CreateTags", Resources=[physical], Tags=work.own_tags(new))


def delete(work: Work, physical: str, _properties: Properties) -> None:
    codes = ("InvalidInternetGatewayID.NotFound",)
    unless_gone(work, codes, "ec2:DeleteInternetGateway", InternetGatewayId=physical)


def attributes(_work: Work, physical: str) -> Mapping[str, Any]:
    return {"InternetGatewayId": physical}


register(
    ResourceType(
        "AWS::EC2::InternetGateway",
        {"Tags": [TAG]},
        create,
        delete,
        attributes=attributes,
        update=update,
    )
)
