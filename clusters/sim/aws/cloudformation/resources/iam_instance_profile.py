"""AWS::IAM::InstanceProfile."""

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
from clusters.sim.world import Key


def create(work: Work, properties: Properties) -> str:
    name = properties.get("InstanceProfileName") or work.name(128)
    work.call(
        "iam:CreateInstanceProfile",
        InstanceProfileName=name,
        **whole(properties, ("Path",)),
    )
    for role in properties["Roles"]:
        work.call(
            "iam:AddRoleToInstanceProfile", InstanceProfileName=name, RoleName=role
        )
    return str(name)


def update(work: Work, physical: str, old: Properties, new: Properties) -> None:
    for role in old["Roles"]:
        work.call(
            "iam:RemoveRoleFromInstanceProfile",
            InstanceProfileName=physical,
            RoleName=role,
        )
    for role in new["Roles"]:
        work.call(
            "iam:AddRoleToInstanceProfile", InstanceProfileName=physical, RoleName=role
        )


def delete(work: Work, physical: str, properties: Properties) -> None:
    for role in properties["Roles"]:
        unless_gone(
            work,
            ("NoSuchEntity",),
            "iam:RemoveRoleFromInstanceProfile",
            InstanceProfileName=physical,
            RoleName=role,
        )
    codes = ("NoSuchEntity",)
    unless_gone(work, codes, "iam:DeleteInstanceProfile", InstanceProfileName=physical)


def attributes(work: Work, physical: str) -> Mapping[str, Any]:
    doc = work.tx.need(Key("iam.InstanceProfile", "", physical))
    return {"Arn": doc["Arn"]}


register(
    ResourceType(
        "AWS::IAM::InstanceProfile",
        {"InstanceProfileName": TEXT, "Path": TEXT, "Roles!": [TEXT]},
        create,
        delete,
        attributes=attributes,
        update=update,
        replaces=names("InstanceProfileName Path"),
    )
)
