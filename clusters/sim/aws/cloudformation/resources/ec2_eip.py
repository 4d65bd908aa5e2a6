"""AWS::EC2::EIP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusters.sim.aws.cloudformation.property_schema import TAG, TEXT
from clusters.sim.aws.cloudformation.resource_type import (
    Properties,
    ResourceType,
    Work,
    register,
)


def create(work: Work, properties: Properties) -> str:
    made = work.call(
        "ec2:AllocateAddress",
        Domain=properties.get("Domain"),
        TagSpecifications=work.specification("elastic-ip", properties),
    )
    if properties.get("InstanceId"):
        work.call(
            "ec2:AssociateAddress",
            AllocationId=made["AllocationId"],
            InstanceId=properties["InstanceId"],
        )
    return str(made["PublicIp"])


def _address(work: Work, physical: str) -> Mapping[str, Any]:
    """An Elastic IP's physical id is its address."""
    found = work.call(
        "ec2:DescribeAddresses", Filters=[{"Name": "public-ip", "Values": [physical]}]
    )["Addresses"]
    return dict(found[0]) if found else {}


def delete(work: Work, physical: str, _properties: Properties) -> None:
    found = _address(work, physical)
    if found.get("AssociationId") and found.get("InstanceId"):
        work.call("ec2:DisassociateAddress", AssociationId=found["AssociationId"])
    if found:
        work.call("ec2:ReleaseAddress", AllocationId=found["AllocationId"])


def attributes(work: Work, physical: str) -> Mapping[str, Any]:
    allocation = _address(work, physical).get("AllocationId", "")
    return {"AllocationId": allocation, "PublicIp": physical}


register(
    ResourceType(
        "AWS::EC2::EIP",
        {"Domain": TEXT, "InstanceId": TEXT, "PublicIpv4Pool": TEXT, "Tags": [TAG]},
        create,
        delete,
        attributes=attributes,
    )
)
