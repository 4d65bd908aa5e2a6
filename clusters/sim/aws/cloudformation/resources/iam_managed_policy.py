"""AWS::IAM::ManagedPolicy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from clusters.sim.aws.cloudformation.property_schema import JSON, TEXT
from clusters.sim.aws.cloudformation.resource_type import (
    Properties,
    ResourceType,
    Work,
    register,
    unless_gone,
    whole,
)


def create(work: Work, properties: Properties) -> str:
    document = properties["PolicyDocument"]
    made = work.call(
        "iam:CreatePolicy",
        PolicyName=properties.get("ManagedPolicyName") or work.name(128),
        PolicyDocument=document if isinstance(document, str) else json.dumps(document),
        **whole(properties, ("Description", "Path")),
    )
    arn = str(made["Policy"]["Arn"])
    for role in properties.get("Roles") or ():
        work.call("iam:AttachRolePolicy", RoleName=role, PolicyArn=arn)
    return arn


def delete(work: Work, physical: str, properties: Properties) -> None:
    codes = ("NoSuchEntity",)
    for role in properties.get("Roles") or ():
        unless_gone(
            work, codes, "iam:DetachRolePolicy", RoleName=role, PolicyArn=physical
        )
    unless_gone(work, codes, "iam:DeletePolicy", PolicyArn=physical)


def attributes(_work: Work, physical: str) -> Mapping[str, Any]:
    return {"PolicyArn": physical}


register(
    ResourceType(
        "AWS::IAM::ManagedPolicy",
        {
            "Description": TEXT,
            "ManagedPolicyName": TEXT,
            "Path": TEXT,
            "PolicyDocument!": JSON,
            "Roles": [TEXT],
        },
        create,
        delete,
        attributes=attributes,
    )
)
