"""AWS::EC2::VPC."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusters.sim.aws.cloudformation.property_schema import BOOLEAN, TAG, TEXT
from clusters.sim.aws.cloudformation.resource_type import (
    Properties,
    ResourceType,
    Work,
    names,
    register,
    unless_gone,
)
from clusters.sim.world import Key

SWITCHES = ("EnableDnsSupport", "EnableDnsHostnames")


def create(work: Work, properties: Properties) -> str:
    made = work.call(
        "ec2:CreateVpc",
        CidrBlock=properties.get("CidrBlock"),
        InstanceTenancy=properties.get("InstanceTenancy"),
        TagSpecifications=work.specification("vpc", properties),
    )
    physical = str(made["Vpc"]["VpcId"])
    _switch(work, physical, properties)
    return physical


def _switch(work: Work, physical: str, properties: Properties) -> None:
    for name in SWITCHES:
        if name in properties:
            value = {"Value": properties[name]}
            work.call("ec2:ModifyVpcAttribute", VpcId=physical, **{name: value})


def update(work: Work, physical: str, _old: Properties, new: Properties) -> None:
    _switch(work, physical, new)
    work.call("ec2:CreateTags", Resources=[physical], Tags=work.own_tags(new))


def delete(work: Work, physical: str, _properties: Properties) -> None:
    unless_gone(work, ("InvalidVpcID.NotFound",), "ec2:DeleteVpc", VpcId=physical)


def attributes(work: Work, physical: str) -> Mapping[str, Any]:
    doc = work.tx.need(Key("ec2.Vpc", work.region, physical))
    groups = work.tx.by("ec2.SecurityGroup", "vpc", physical)
    return {
        "VpcId": physical,
        "CidrBlock": doc["CidrBlock"],
        "CidrBlockAssociations": [
            entry["AssociationId"] for entry in doc["CidrBlockAssociationSet"]
        ],
        "DefaultSecurityGroup": next(
            key.name for key, group in groups if group["GroupName"] == "default"
        ),
        "Ipv6CidrBlocks": [],
    }


register(
    ResourceType(
        "AWS::EC2::VPC",
        {
            "CidrBlock!": TEXT,
            "EnableDnsHostnames": BOOLEAN,
            "EnableDnsSupport": BOOLEAN,
            "InstanceTenancy": TEXT,
            "Tags": [TAG],
        },
        create,
        delete,
        attributes=attributes,
        update=update,
        replaces=names("CidrBlock InstanceTenancy"),
    )
)
