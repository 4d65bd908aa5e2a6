"""AWS::EC2::LaunchTemplate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusters.sim.aws.cloudformation.block_device import BLOCK_DEVICE
from clusters.sim.aws.cloudformation.property_schema import BOOLEAN, INTEGER, TAG, TEXT
from clusters.sim.aws.cloudformation.resource_type import (
    Properties,
    ResourceType,
    Work,
    names,
    register,
    unless_gone,
)
from clusters.sim.world import Key

TAG_SPECIFICATION = {"ResourceType!": TEXT, "Tags": [TAG]}
DATA = {
    "BlockDeviceMappings": [BLOCK_DEVICE],
    "EbsOptimized": BOOLEAN,
    "IamInstanceProfile": {"Arn": TEXT, "Name": TEXT},
    "ImageId": TEXT,
    "InstanceInitiatedShutdownBehavior": TEXT,
    "InstanceType": TEXT,
    "KeyName": TEXT,
    "MetadataOptions": {
        "HttpEndpoint": TEXT,
        "HttpPutResponseHopLimit": INTEGER,
        "HttpTokens": TEXT,
        "InstanceMetadataTags": TEXT,
    },
    "Monitoring": {"Enabled": BOOLEAN},
    "NetworkInterfaces": [
        {
            "AssociatePublicIpAddress": BOOLEAN,
            "DeleteOnTermination": BOOLEAN,
            "Description": TEXT,
            "DeviceIndex": INTEGER,
            "Groups": [TEXT],
            "SubnetId": TEXT,
        }
    ],
    "SecurityGroupIds": [TEXT],
    "SecurityGroups": [TEXT],
    "TagSpecifications": [TAG_SPECIFICATION],
    "UserData": TEXT,
}


def create(work: Work, properties: Properties) -> str:
    made = work.call(
        "ec2:CreateLaunchTemplate",
        LaunchTemplateName=properties.get("LaunchTemplateName") or work.name(128),
        LaunchTemplateData=properties["LaunchTemplateData"],
        VersionDescription=properties.get("VersionDescription"),
        TagSpecifications=work.specification("launch-template", {}),
    )
    return str(made["LaunchTemplate"]["LaunchTemplateId"])


def update(work: Work, physical: str, _old: Properties, new: Properties) -> None:
    made = work.call(
        "ec2:CreateLaunchTemplateVersion",
        LaunchTemplateId=physical,
        LaunchTemplateData=new["LaunchTemplateData"],
    )
    number = made["LaunchTemplateVersion"]["VersionNumber"]
    work.call(
        "ec2:ModifyLaunchTemplate",
        LaunchTemplateId=physical,
        DefaultVersion=str(number),
    )


def delete(work: Work, physical: str, _properties: Properties) -> None:
    codes = ("InvalidLaunchTemplateId.NotFound",)
    unless_gone(work, codes, "ec2:DeleteLaunchTemplate", LaunchTemplateId=physical)


def attributes(work: Work, physical: str) -> Mapping[str, Any]:
    doc = work.tx.need(Key("ec2.LaunchTemplate", work.region, physical))
    return {
        "LaunchTemplateId": physical,
        "DefaultVersionNumber": str(doc["DefaultVersionNumber"]),
        "LatestVersionNumber": str(doc["LatestVersionNumber"]),
    }


register(
    ResourceType(
        "AWS::EC2::LaunchTemplate",
        {
            "LaunchTemplateData!": DATA,
            "LaunchTemplateName": TEXT,
            "TagSpecifications": [TAG_SPECIFICATION],
            "VersionDescription": TEXT,
        },
        create,
        delete,
        attributes=attributes,
        update=update,
        replaces=names("LaunchTemplateName"),
    )
)
