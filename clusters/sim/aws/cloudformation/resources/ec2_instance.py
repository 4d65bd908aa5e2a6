"""AWS::EC2::Instance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusters.sim.aws.cloudformation.block_device import BLOCK_DEVICE
from clusters.sim.aws.cloudformation.errors import ValidationError
from clusters.sim.aws.cloudformation.property_schema import BOOLEAN, INTEGER, TAG, TEXT
from clusters.sim.aws.cloudformation.resource_type import (
    Properties,
    ResourceType,
    Work,
    register,
    unless_gone,
    whole,
)
from clusters.sim.world import Key


def create(work: Work, properties: Properties) -> str:
    given = whole(
        properties,
        (
            "BlockDeviceMappings",
            "ImageId",
            "InstanceType",
            "KeyName",
            "LaunchTemplate",
            "SecurityGroupIds",
            "SecurityGroups",
            "SubnetId",
            "UserData",
        ),
    )
    profile = properties.get("IamInstanceProfile")
    zone = properties.get("AvailabilityZone")
    cards = properties.get("NetworkInterfaces")
    made = work.call(
        "ec2:RunInstances",
        MinCount=1,
        MaxCount=1,
        **given,
        IamInstanceProfile={"Name": profile} if profile else None,
        Placement={"AvailabilityZone": zone} if zone else None,
        NetworkInterfaces=[_card(card) for card in cards] if cards else None,
        TagSpecifications=work.specification("instance", properties),
    )
    return str(made["Instances"][0]["InstanceId"])


def _card(properties: Properties) -> dict[str, Any]:
    """An interface in the request's spelling: its groups are a GroupSet here."""
    groups = properties.get("GroupSet", [])
    return {
        **whole(properties, ("AssociatePublicIpAddress", "SubnetId")),
        "Groups": groups,
    }


def document(work: Work, physical: str) -> Key:
    return Key("ec2.Instance", work.region, physical)


def settled(work: Work, physical: str) -> bool:
    doc = work.tx.find(document(work, physical))
    if doc is None or doc["State"]["Name"] in ("shutting-down", "terminated"):
        raise ValidationError(f"Instance {physical} did not stabilize.")
    return bool(doc["State"]["Name"] == "running")


def update(work: Work, physical: str, _old: Properties, new: Properties) -> None:
    work.call("ec2:CreateTags", Resources=[physical], Tags=work.own_tags(new))


def delete(work: Work, physical: str, _properties: Properties) -> None:
    codes = ("InvalidInstanceID.NotFound",)
    unless_gone(work, codes, "ec2:TerminateInstances", InstanceIds=[physical])


def gone(work: Work, physical: str) -> bool:
    doc = work.tx.find(document(work, physical))
    return doc is None or doc["State"]["Name"] == "terminated"


def attributes(work: Work, physical: str) -> Mapping[str, Any]:
    doc = work.tx.need(document(work, physical))
    return {
        "InstanceId": physical,
        "AvailabilityZone": doc["Placement"]["AvailabilityZone"],
        "PrivateDnsName": doc["PrivateDnsName"],
        "PrivateIp": doc.get("PrivateIpAddress", ""),
        "PublicDnsName": doc["PublicDnsName"],
        "PublicIp": doc.get("PublicIpAddress", ""),
        "VpcId": doc["VpcId"],
    }


SCHEMA = {
    "AvailabilityZone": TEXT,
    "BlockDeviceMappings": [BLOCK_DEVICE],
    "IamInstanceProfile": TEXT,
    "ImageId": TEXT,
    "InstanceType": TEXT,
    "KeyName": TEXT,
    "LaunchTemplate": {
        "LaunchTemplateId": TEXT,
        "LaunchTemplateName": TEXT,
        "Version!": TEXT,
    },
    "NetworkInterfaces": [
        {
            "AssociatePublicIpAddress": BOOLEAN,
            "DeleteOnTermination": BOOLEAN,
            "DeviceIndex!": INTEGER,
            "GroupSet": [TEXT],
            "SubnetId": TEXT,
        }
    ],
    "SecurityGroupIds": [TEXT],
    "SecurityGroups": [TEXT],
    "SubnetId": TEXT,
    "Tags": [TAG],
    "UserData": TEXT,
}

register(
    ResourceType(
        "AWS::EC2::Instance",
        SCHEMA,
        create,
        delete,
        attributes=attributes,
        update=update,
        replaces=frozenset(SCHEMA) - {"Tags"},
        document=document,
        settled=settled,
        gone=gone,
    )
)
