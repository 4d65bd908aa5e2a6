"""AWS::EC2::SecurityGroupIngress."""

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
from clusters.sim.aws.cloudformation.security_group_permission import (
    INGRESS,
    permission,
)


def create(work: Work, properties: Properties) -> str:
    made = work.call(
        "ec2:AuthorizeSecurityGroupIngress",
        **whole(properties, ("GroupId", "GroupName")),
        IpPermissions=[permission(properties, "Source")],
    )
    return str(made["SecurityGroupRules"][0]["SecurityGroupRuleId"])


def delete(work: Work, physical: str, properties: Properties) -> None:
    unless_gone(
        work,
        ("InvalidGroup.NotFound", "InvalidSecurityGroupRuleId.NotFound"),
        "ec2:RevokeSecurityGroupIngress",
        **whole(properties, ("GroupId", "GroupName")),
        SecurityGroupRuleIds=[physical],
    )


def attributes(_work: Work, physical: str) -> Mapping[str, Any]:
    return {"Id": physical}


register(
    ResourceType(
        "AWS::EC2::SecurityGroupIngress",
        {**INGRESS, "GroupId": TEXT, "GroupName": TEXT},
        create,
        delete,
        attributes=attributes,
    )
)
