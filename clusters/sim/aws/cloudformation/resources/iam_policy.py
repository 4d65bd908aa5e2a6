"""AWS::IAM::Policy."""

from __future__ import annotations

import json

from clusters.sim.aws.cloudformation.errors import ValidationError
from clusters.sim.aws.cloudformation.property_schema import JSON, TEXT
from clusters.sim.aws.cloudformation.resource_type import (
    Properties,
    ResourceType,
    Work,
    names,
    register,
    unless_gone,
)


def create(work: Work, properties: Properties) -> str:
    if properties.get("Users") or properties.get("Groups"):
        raise ValidationError("Halfplane puts inline policies on roles only.")
    name = str(properties["PolicyName"])
    _put(work, properties)
    return name


def _put(work: Work, properties: Properties) -> None:
    document = properties["PolicyDocument"]
    text = document if isinstance(document, str) else json.dumps(document)
    for role in properties.get("Roles") or ():
        work.call(
            "iam:PutRolePolicy",
            RoleName=role,
            PolicyName=properties["PolicyName"],
            PolicyDocument=text,
        )


def update(work: Work, physical: str, old: Properties, new: Properties) -> None:
    delete(work, physical, old)
    _put(work, new)


def delete(work: Work, _physical: str, properties: Properties) -> None:
    for role in properties.get("Roles") or ():
        unless_gone(
            work,
            ("NoSuchEntity",),
            "iam:DeleteRolePolicy",
            RoleName=role,
            PolicyName=properties["PolicyName"],
        )


register(
    ResourceType(
        "AWS::IAM::Policy",
        {
            "Groups": [TEXT],
            "PolicyDocument!": JSON,
            "PolicyName!": TEXT,
            "Roles": [TEXT],
            "Users": [TEXT],
        },
        create,
        delete,
        update=update,
        replaces=names("PolicyName"),
    )
)
