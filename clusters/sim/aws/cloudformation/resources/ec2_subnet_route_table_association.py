"""AWS::EC2::SubnetRouteTableAssociation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
    given = whole(properties, ("RouteTableId", "SubnetId"))
    return str(work.call("ec2:AssociateRouteTable", **given)["AssociationId"])


def delete(work: Work, physical: str, _properties: Properties) -> None:
    codes = ("InvalidAssociationID.NotFound",)
    unless_gone(work, codes, "ec2:DisassociateRouteTable", AssociationId=physical)


def attributes(_work: Work, physical: str) -> Mapping[str, Any]:
    return {"Id": physical}


register(
    ResourceType(
        "AWS::EC2::SubnetRouteTableAssociation",
        {"RouteTableId!": TEXT, "SubnetId!": TEXT},
        create,
        delete,
        attributes=attributes,
    )
)
