"""AWS::EC2::RouteTable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusters.sim.aws.cloudformation.property_schema import TAG, TEXT
from clusters.sim.aws.cloudformation.resource_type import (
    Properties,
    ResourceType,
    Work,
    names,
    register,
    unless_gone,
)


def create(work: Work, properties: Properties) -> str:
    made = work.call(
        "ec2:CreateRouteTable",
        VpcId=properties["VpcId"],
        TagSpecifications=work.specification("route-table", properties),
    )
    return str(made["RouteTable"]["RouteTableId"])


def update(work: Work, physical: str, _old: Properties, new: Properties) -> None:
    work.call("ec2:CreateTags", Resources=[physical], Tags=work.own_tags(new))


def delete(work: Work, physical: str, _properties: Properties) -> None:
    codes = ("InvalidRouteTableID.NotFound",)
    unless_gone(work, codes, "ec2:DeleteRouteTable", RouteTableId=physical)


def attributes(_work: Work, physical: str) -> Mapping[str, Any]:
    return {"RouteTableId": physical}


register(
    ResourceType(
        "AWS::EC2::RouteTable",
        {"Tags": [TAG], "VpcId!": TEXT},
        create,
        delete,
        attributes=attributes,
        update=update,
        replaces=names("VpcId"),
    )
)
