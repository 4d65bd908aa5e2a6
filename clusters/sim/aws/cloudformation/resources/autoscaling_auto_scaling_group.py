"""AWS::AutoScaling::AutoScalingGroup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusters.sim.aws.cloudformation.property_schema import BOOLEAN, INTEGER, TAG, TEXT
from clusters.sim.aws.cloudformation.resource_type import (
    Properties,
    ResourceType,
    Work,
    names,
    register,
    whole,
)
from clusters.sim.world import Key

SIZES = (
    "MinSize",
    "MaxSize",
    "DesiredCapacity",
    "DefaultCooldown",
    "HealthCheckGracePeriod",
)


def create(work: Work, properties: Properties) -> str:
    name = str(properties.get("AutoScalingGroupName") or work.name(255))
    work.call(
        "autoscaling:CreateAutoScalingGroup",
        AutoScalingGroupName=name,
        Tags=_tags(work, name, properties),
        **_request(properties),
    )
    return name


def _request(properties: Properties) -> dict[str, Any]:
    found = whole(properties, SIZES)
    wanted = (
        "AvailabilityZones",
        "HealthCheckType",
        "LaunchTemplate",
        "TargetGroupARNs",
        "TerminationPolicies",
    )
    found |= whole(properties, wanted)
    subnets = properties.get("VPCZoneIdentifier")
    if subnets:
        found["VPCZoneIdentifier"] = ",".join(subnets)
    return found


def _tags(work: Work, name: str, properties: Properties) -> list[dict[str, Any]]:
    """The group's tags; those of the stack go to its instances too."""
    return [
        {
            "ResourceId": name,
            "ResourceType": "auto-scaling-group",
            "Key": tag["Key"],
            "Value": tag.get("Value", ""),
            "PropagateAtLaunch": tag.get("PropagateAtLaunch", True),
        }
        for tag in work.tags(properties)
    ]


def document(work: Work, physical: str) -> Key:
    return Key("autoscaling.AutoScalingGroup", work.region, physical)


def update(work: Work, physical: str, _old: Properties, new: Properties) -> None:
    request = _request(new)
    request.pop("TargetGroupARNs", None)
    work.call(
        "autoscaling:UpdateAutoScalingGroup", AutoScalingGroupName=physical, **request
    )
    work.call("autoscaling:CreateOrUpdateTags", Tags=_tags(work, physical, new))


def delete(work: Work, physical: str, _properties: Properties) -> None:
    if work.tx.find(document(work, physical)) is not None:
        work.call(
            "autoscaling:DeleteAutoScalingGroup",
            AutoScalingGroupName=physical,
            ForceDelete=True,
        )


def gone(work: Work, physical: str) -> bool:
    return work.tx.find(document(work, physical)) is None


def attributes(work: Work, physical: str) -> Mapping[str, Any]:
    return {
        "AutoScalingGroupARN": work.tx.need(document(work, physical))[
            "AutoScalingGroupARN"
        ]
    }


register(
    ResourceType(
        "AWS::AutoScaling::AutoScalingGroup",
        {
            "AutoScalingGroupName": TEXT,
            "AvailabilityZones": [TEXT],
            **dict.fromkeys(SIZES, INTEGER),
            "HealthCheckType": TEXT,
            "LaunchTemplate": {
                "LaunchTemplateId": TEXT,
                "LaunchTemplateName": TEXT,
                "Version!": TEXT,
            },
            "MaxSize!": INTEGER,
            "MinSize!": INTEGER,
            "Tags": [{**TAG, "PropagateAtLaunch!": BOOLEAN}],
            "TargetGroupARNs": [TEXT],
            "TerminationPolicies": [TEXT],
            "VPCZoneIdentifier": [TEXT],
        },
        create,
        delete,
        attributes=attributes,
        update=update,
        replaces=names("AutoScalingGroupName"),
        document=document,
        gone=gone,
    )
)
