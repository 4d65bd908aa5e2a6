"""ec2:DescribeNetworkInterfaces."""

from __future__ import annotations

from clusters.sim.aws.ec2 import describe
from clusters.sim.aws.ec2.resource import NETWORK_INTERFACE
from clusters.sim.commands import Caller, Doc
from clusters.sim.registry import operation
from clusters.sim.tx import Tx

PATHS = {
    "network-interface-id": "NetworkInterfaceId",
    "vpc-id": "VpcId",
    "subnet-id": "SubnetId",
    "availability-zone": "AvailabilityZone",
    "description": "Description",
    "group-id": "Groups.GroupId",
    "group-name": "Groups.GroupName",
    "interface-type": "InterfaceType",
    "mac-address": "MacAddress",
    "owner-id": "OwnerId",
    "private-dns-name": "PrivateDnsName",
    "private-ip-address": "PrivateIpAddress",
    "addresses.private-ip-address": "PrivateIpAddresses.PrivateIpAddress",
    "addresses.primary": "PrivateIpAddresses.Primary",
    "association.public-ip": "Association.PublicIp",
    "association.allocation-id": "Association.AllocationId",
    "attachment.instance-id": "Attachment.InstanceId",
    "attachment.instance-owner-id": "Attachment.InstanceOwnerId",
    "attachment.attachment-id": "Attachment.AttachmentId",
    "attachment.status": "Attachment.Status",
    "requester-managed": "RequesterManaged",
    "source-dest-check": "SourceDestCheck",
    "status": "Status",
}


@operation("ec2:DescribeNetworkInterfaces", reads=True)
def describe_network_interfaces(tx: Tx, caller: Caller, request: Doc) -> Doc:
    items = describe.found(
        tx, caller, NETWORK_INTERFACE, request, ids="NetworkInterfaceIds", paths=PATHS
    )
    return describe.answer("NetworkInterfaces", items, request)
