"""AWS::EC2::SecurityGroupEgress."""

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
)
from clusters.sim.aws.cloudformation.security_group_permission import EGRESS, permission


def create(work: Work, properties: Properties) -> str:
    made = work.call(
        "ec2:AuthorizeSecurityGroupEgress",
        GroupId=properties["GroupId"],
        IpPermissions=[permission(properties, "Destination")],
    )
    return str(made["SecurityGroupRules"][0]["SecurityGroupRuleId"])


def delete(work: Work, physical: str, properties: Properties) -> None:
    unless_gone(
        work,
        ("InvalidGroup.NotFound", "InvalidSecurityGroupRuleId.NotFound"),
        "ec2:RevokeSecurityGroupEgress",
        GroupId=properties["GroupId"],
        SecurityGroupRuleIds=[physical],
    )


def attributes(_work: Work, physical: str) -> Mapping[str, Any]:
    return {"Id": physical}


register(
    ResourceType(
        "AWS::EC2::SecurityGroupEgress",
        {**EGRESS, "GroupId!": TEXT},
        create,
        delete,
        attributes=attributes,
    )
)
