"""AWS::EC2::NatGateway."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusters.sim.aws.cloudformation.errors import ValidationError
from clusters.sim.aws.cloudformation.property_schema import TAG, TEXT
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
    made = work.call(
        "ec2:CreateNatGateway",
        **whole(properties, ("AllocationId", "ConnectivityType", "SubnetId")),
        TagSpecifications=work.specification("natgateway", properties),
    )
    return str(made["NatGateway"]["NatGatewayId"])


def document(work: Work, physical: str) -> Key:
    return Key("ec2.NatGateway", work.region, physical)


def settled(work: Work, physical: str) -> bool:
    doc = work.tx.find(document(work, physical))
    if doc is None or doc["State"] in ("failed", "deleting", "deleted"):
        why = doc.get("FailureMessage", doc["State"]) if doc else "deleted"
        text = f"NatGateway {physical} is in state failed and hence failed to stabilize. Detailed failure message: {why}"
        raise ValidationError(text)
    return bool(doc["State"] == "available")


def update(work: Work, physical: str, _old: Properties, new: Properties) -> None:
    work.call("ec2:CreateTags", Resources=[physical], Tags=work.own_tags(new))


def delete(work: Work, physical: str, _properties: Properties) -> None:
    codes = ("NatGatewayNotFound",)
    unless_gone(work, codes, "ec2:DeleteNatGateway", NatGatewayId=physical)


def gone(work: Work, physical: str) -> bool:
    doc = work.tx.find(document(work, physical))
    return doc is None or doc["State"] in ("deleted", "failed")


def attributes(work: Work, physical: str) -> Mapping[str, Any]:
    doc = work.tx.need(document(work, physical))
    interface = doc["NatGatewayAddresses"][0]["NetworkInterfaceId"]
    return {"NatGatewayId": physical, "EniId": interface}


register(
    ResourceType(
        "AWS::EC2::NatGateway",
        {
            "AllocationId": TEXT,
            "ConnectivityType": TEXT,
            "SubnetId!": TEXT,
            "Tags": [TAG],
        },
        create,
        delete,
        attributes=attributes,
        update=update,
        replaces=names("AllocationId ConnectivityType SubnetId"),
        document=document,
        settled=settled,
        gone=gone,
    )
)
