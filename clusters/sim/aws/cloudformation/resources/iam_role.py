"""AWS::IAM::Role."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from clusters.sim.aws.cloudformation.property_schema import INTEGER, JSON, TAG, TEXT
from clusters.sim.aws.cloudformation.resource_type import (
    Properties,
    ResourceType,
    Work,
    names,
    register,
    whole,
)
from clusters.sim.world import Key

SHOWN = ("Description", "MaxSessionDuration", "Path", "PermissionsBoundary")


def create(work: Work, properties: Properties) -> str:
    name = properties.get("RoleName") or work.name()
    work.call(
        "iam:CreateRole",
        RoleName=name,
        AssumeRolePolicyDocument=_text(properties["AssumeRolePolicyDocument"]),
        **whole(properties, SHOWN),
        Tags=work.own_tags(properties),
    )
    _add(work, str(name), properties)
    return str(name)


def _text(document: Any) -> str:
    return document if isinstance(document, str) else json.dumps(document)


def _add(work: Work, name: str, properties: Properties) -> None:
    for arn in properties.get("ManagedPolicyArns") or ():
        work.call("iam:AttachRolePolicy", RoleName=name, PolicyArn=arn)
    for inline in properties.get("Policies") or ():
        work.call(
            "iam:PutRolePolicy",
            RoleName=name,
            PolicyName=inline["PolicyName"],
            PolicyDocument=_text(inline["PolicyDocument"]),
        )


def _strip(work: Work, name: str) -> None:
    """Take the role's policies away."""
    attached = work.call("iam:ListAttachedRolePolicies", RoleName=name)
    for entry in attached["AttachedPolicies"]:
        arn = entry["PolicyArn"]
        work.call("iam:DetachRolePolicy", RoleName=name, PolicyArn=arn)
    for inline in work.call("iam:ListRolePolicies", RoleName=name)["PolicyNames"]:
        work.call("iam:DeleteRolePolicy", RoleName=name, PolicyName=inline)


def update(work: Work, physical: str, _old: Properties, new: Properties) -> None:
    document = _text(new["AssumeRolePolicyDocument"])
    work.call("iam:UpdateAssumeRolePolicy", RoleName=physical, PolicyDocument=document)
    _strip(work, physical)
    _add(work, physical, new)


def delete(work: Work, physical: str, _properties: Properties) -> None:
    if work.tx.find(_key(physical)) is None:
        return
    _strip(work, physical)
    work.call("iam:DeleteRole", RoleName=physical)


def _key(name: str) -> Key:
    return Key("iam.Role", "", name)


def attributes(work: Work, physical: str) -> Mapping[str, Any]:
    doc = work.tx.need(_key(physical))
    return {"Arn": doc["Arn"], "RoleId": doc["RoleId"]}


register(
    ResourceType(
        "AWS::IAM::Role",
        {
            "AssumeRolePolicyDocument!": JSON,
            "Description": TEXT,
            "ManagedPolicyArns": [TEXT],
            "MaxSessionDuration": INTEGER,
            "Path": TEXT,
            "PermissionsBoundary": TEXT,
            "Policies": [{"PolicyDocument!": JSON, "PolicyName!": TEXT}],
            "RoleName": TEXT,
            "Tags": [TAG],
        },
        create,
        delete,
        attributes=attributes,
        update=update,
        replaces=names("Path RoleName"),
    )
)
